"""Whether a file lies on a network share, where SQLite's WAL can't work."""

from __future__ import annotations

import sys
from pathlib import Path

_NETWORK = frozenset(
    {"cifs", "smb", "smb2", "smb3", "smbfs", "nfs", "nfs3", "nfs4", "afpfs", "afs", "ncpfs"}
    | {"webdav", "davfs", "fuse.sshfs", "fuse.davfs", "fuse.davfs2", "9p"}
)


def on_network_share(path: Path) -> bool:
    """Whether ``path`` (which need not exist yet) lies on a file system of another machine."""
    full = path.absolute()
    if sys.platform == "win32":
        return _windows_share(full)
    if _beside_the_system(full):
        return False
    import psutil

    best, kind = Path("/"), ""
    for mount in psutil.disk_partitions(all=True):
        point = Path(mount.mountpoint)
        if full.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, mount.fstype.lower()
    return kind in _NETWORK


def _beside_the_system(full: Path) -> bool:
    """Whether the nearest folder that exists is on the system's own disk, and so no share."""
    there = next(folder for folder in full.parents if folder.exists())
    return there.stat().st_dev == Path("/").stat().st_dev


def _windows_share(full: Path) -> bool:
    """Whether Windows calls the path's drive remote, or the path names a server."""
    if sys.platform != "win32":
        return False
    import ctypes

    if full.drive.startswith("\\\\"):
        return True
    remote = 4  # DRIVE_REMOTE in winbase.h
    return bool(ctypes.windll.kernel32.GetDriveTypeW(full.anchor) == remote)
