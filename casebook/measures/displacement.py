"""The weighted displacement quotient (WDQ): whether crime moved next door or fell there too."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.core.wording import number, signed
from casebook.measures.difference import Pair


@dataclass(frozen=True)
class Quotient:
    """The WDQ and the measures around it; None where a zero count leaves one undefined."""

    wdq: float | None
    """None unless crime fell in the target area relative to the control."""
    ge: float
    """Gross effect: fewer in the target, positive for a fall."""
    ne: float | None
    """Net effect: the fall relative to the control, positive for a fall."""
    sm: float | None
    """Success measure: negative is success."""
    bdm: float | None
    """Buffer displacement measure: positive is displacement, negative diffusion of benefit."""
    tne: float | None
    """Total net effect in incidents, positive for incidents prevented."""
    interpretable: bool
    sentence: str


def wdq(treated: Pair, buffer: Pair, control: Pair) -> Quotient:
    """The WDQ of counts (before, after) in the treated area, the buffer and the control.

    Sources: Bowers and Johnson, "Measuring the geographical displacement and diffusion of benefit
    effects of crime prevention activity", Journal of Quantitative Criminology 19(3), 2003;
    Guerette, "Analyzing crime displacement and diffusion", POP Center tool guide 10, 2009.
    Displacement can be put down to a response only where crime fell in the target. Raises
    :class:`ValueError` for a negative count.

    >>> wdq((100, 50), (100, 150), (100, 100)).wdq
    -1.0
    >>> wdq((100, 150), (100, 130), (100, 100)).wdq is None
    True
    """
    (rb, ra), (db, da), (cb, ca) = treated, buffer, control
    if min(*treated, *buffer, *control) < 0:
        raise ValueError("A count can't be negative.")
    sm = bdm = ne = tne = None
    if cb and ca:
        ne, sm, bdm = rb / cb - ra / ca, ra / ca - rb / cb, da / ca - db / cb
    if cb:
        tne = (rb * ca / cb - ra) + (db * ca / cb - da)
    worked = sm is not None and sm < 0
    quotient = bdm / sm if worked and bdm is not None and sm else None
    if quotient == 0:
        quotient = 0.0
    return Quotient(quotient, rb - ra, ne, sm, bdm, tne, worked, _sentence(quotient, sm))


def _sentence(quotient: float | None, sm: float | None) -> str:
    if sm is None:
        return (
            "Can't be worked out: the control area needs incidents before and after. "
            "The WDD (casebook measure wdd) takes zeros."
        )
    if quotient is None:
        return (
            "Not interpretable: crime in the target didn't fall relative to the control, so "
            "nothing that happened next door can be put down to the response."
        )
    said = f"WDQ {signed(quotient, 2)}: "
    if quotient > 1:
        return said + "the buffer gained more than the target did (diffusion of benefit)."
    if quotient > 0:
        return said + "the buffer gained too, less than the target did (diffusion of benefit)."
    if quotient == 0:
        return f"WDQ {number(0)}: nothing moved into the buffer, and it gained nothing."
    if quotient > -1:
        return said + "some crime moved into the buffer, less than the target gained."
    if quotient == -1:
        return said + "what the target gained, the buffer lost: no net gain."
    return said + "the buffer lost more than the target gained: the gain was wiped out."
