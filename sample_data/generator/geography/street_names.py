"""Names for Lomea's streets: sea birds, shells, rigging and trades, none of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_STEMS = """
Anchor Avocet Backstay Ballast Barnacle Beacon Bellbuoy Bilberry Binnacle Bittern Bladderwrack
Blackthorn Bluefin Boatswain Bobstay Bollard Bosun Bowline Bowsprit Bracken Brackwater Brambling
Breakwater Brigantine Bulrush Bulwark Buoymaker Buttercup Cable Calico Campion Capstan Caulker
Channel Chartroom Clewline Clipper Clovehitch Cobbler Coble Cockle Coilrope Compass Conger Cordage
Cormorant Cornflower Cowrie Coxswain Crabpot Crosstree Crowsnest Curlew Cutlass Davit Dogwatch
Dolphin Dorado Driftwood Dulse Dunlin Ebbtide Eelgrass Eider Elderflower Fairlead Fairway Fathom
Fender Fiddlehead Flagstaff Floodtide Flounder Foghorn Forecastle Foremast Foreshore Foxglove
Frigate Fulmar Furrow Galleon Galley Garfish Gimbal Glasswort Goldcrest Goosander Gorse Grapnel
Greenshank Groyne Guillemot Gunwale Gurnard Halyard Harpoon Hawser Hawthorn Headsail Helmsman
Herring Holdfast Hornpipe Hourglass Jetsam Jetty Jib Keelson Kelp Ketch Kittiwake Knotgrass
Landfall Lantern Lanyard Lapwing Larch Larboard Leadline Leeshore Leeward Lifeboat Limpet Linnet
Lobster Lodestar Logbook Lugger Mackerel Mainsail Mallow Marlinspike Marram Maypole Meadowsweet
Merganser Midships Mizzen Moonraker Mooring Mullet Mussel Nautilus Neaptide Netmaker Nightwatch
Oakum Oarsman Osprey Outrigger Oyster Packet Paddle Pelican Pennywort Periwinkle Petrel Pilchard
Pilot Pimpernel Pinnace Pintail Plimsoll Plover Plumbline Pochard Porpoise Portside Privateer
Puffin Quarterdeck Quayman Quoin Ratline Razorshell Redshank Reefknot Ridgeway Rigger Ringplover
Rockpool Ropewalk Rosehip Rowlock Rudder Sailcloth Sailmaker Saltglaze Samphire Sandeel Sanderling
Sandhopper Scallop Schooner Scuttle Seaholly Sealark Seapink Searocket Sextant Shackle Shearwater
Sheepshank Shelduck Shingle Shipwright Shoal Shoveler Siskin Skerry Skiff Skipper Skylark Slipway
Sloop Smack Snipe Soundings Spindrift Spinnaker Splice Spratfield Springtide Stanchion Starboard
Steerage Sternpost Stonechat Stormcock Sunfish Swift Taffrail Teal Teasel Tern Thrift Tideway
Tiller Timberhead Topgallant Topsail Towline Trawler Trident Trimaran Tugman Turbot Turnstone Twine
Undertow Vetch Warbler Watchman Wavecrest Whelk Wherry Whimbrel Whinchat Whipstaff Widgeon Wildrose
Windlass Windrush Windward Wrasse Yardarm Yarrow Yawl
"""

_ENDS = {
    "terrace": ("Street", "Road", "Street", "Road", "Terrace", "Lane"),
    "resort": ("Avenue", "Road", "Gardens", "Parade", "Road", "Terrace"),
    "estate": ("Way", "Drive", "Crescent", "Avenue", "Walk", "Road"),
    "closed": ("Close", "Court", "Mews", "Close", "Place", "Green"),
}


class Names:
    """A dispenser of street names that never gives the same one twice."""

    def __init__(self, dice: Random) -> None:
        self._stems = _STEMS.split()
        dice.shuffle(self._stems)
        self._given: dict[str, int] = {}
        self._turn = 0

    def next(self, kind: str) -> str:
        """A new name; `kind` is terrace, resort, estate or closed."""
        ends = _ENDS[kind]
        for _ in range(len(self._stems) * len(ends)):
            stem = self._stems[self._turn % len(self._stems)]
            end = ends[self._given.get(kind, 0) % len(ends)]
            self._turn += 1
            self._given[kind] = self._given.get(kind, 0) + 1
            name = f"{stem} {end}"
            if name not in self._given:
                self._given[name] = 1
                return name
        raise ValueError(f"no {kind} names are left; add stems to street_names.py")
