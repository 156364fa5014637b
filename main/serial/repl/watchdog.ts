/**
 * A watchdog that a program left running: no raw REPL stops it, so whoever holds the board has to feed it.
 *
 * rp2: it survives interrupt and soft reset and bites after at most 8.388 s (ports/rp2/machine_wdt.c). Whether it runs
 * stands in its CTRL register (RP2040 datasheet 4.7.6, RP2350 12.9.7: bit 30, ENABLE, with some TIME left in bits 23 to 0: one
 * that has bitten and was not started anew has none); to ask by making a `WDT` would start one. A timer of the board feeds it, also while nothing is asked of the board, for a quarter of an hour after the last word:
 * a board whose holder died is reset then, and runs its program again.
 * Elsewhere no register tells it from the system's own: it is looked for by name. An ESP32's takes a new time.
 *
 * `__feed__` in the board's `__main__`, where it is, is to be called between the pieces of anything long.
 */

/**
 * Prints 1 where a watchdog runs, 0 where none does, ? where only a closer look can tell. The question at each entry
 * (`RawRepl`), and so no longer than that bears.
 */
export const WATCHDOG_QUESTION = `import sys,machine
print(int(machine.mem32[0x400d8000 if'2350'in str(sys.implementation)else 0x40058000]&0x40ffffff>1<<30)if sys.platform=='rp2'else 1 if any(isinstance(v,machine.WDT)for v in globals().values())else'?')
`;

/** The timer's period, well below 8.388 s, and so many of them are a quarter of an hour. */
const PERIOD_MS = 2000;
const PERIODS = (15 * 60_000) / PERIOD_MS;

/** An ESP32's time while it is held, and what it gets when it is given back: soon it runs its program again. */
const ESP32_HELD_MS = 15 * 60_000;
const ESP32_LEFT_MS = 8000;

/**
 * Asked before the closer look, which is longer: prints 0 for a board with nothing on it but the few lines that a port's first start
 * puts into `boot.py` (ports/esp32/modules/inisetup.py: 139 bytes).
 */
export const WATCHDOG_PLACES = `import os
_l=os.listdir()
print(int(len(_l)>1 or sum(os.stat(n)[6]for n in _l)>200))
del _l
`;

/** The closer look: in what the program has left in memory, two levels deep, and in its sources. Prints 1 or 0. */
export const WATCHDOG_SEARCH = `import sys,os,machine
def _look():
 for m in list(sys.modules.values())+[__import__('__main__')]:
  for v in list(getattr(m,'__dict__',{}).values()):
   if isinstance(v,machine.WDT):return 1
   for w in list(getattr(v,'__dict__',{}).values()) if not isinstance(v,type(sys)) else ():
    if isinstance(w,machine.WDT):return 1
 for n in os.listdir():
  if n.endswith('.py') and (n in('main.py','boot.py') or n[:-3] in sys.modules):
   with open(n) as f:
    for l in f:
     if 'WDT(' in l and not l.lstrip().startswith('#'):return 1
 return 0
print(_look())
del _look
`;

/** Takes it over: longest time, `__feed__`, and where its time is short a timer that feeds. */
export const WATCHDOG_TAKE = `import sys,machine
def _hold():
 if sys.platform!='rp2':
  w=machine.WDT(timeout=${ESP32_HELD_MS})
  w.feed()
  return w.feed,None
 w=machine.WDT(timeout=8388)
 n=[${PERIODS}]
 def feed():
  n[0]=${PERIODS}
  w.feed()
 def tick(_):
  n[0]-=1
  if n[0]>0:w.feed()
 return feed,machine.Timer(period=${PERIOD_MS},mode=machine.Timer.PERIODIC,callback=tick)
__feed__,__hold__=_hold()
del _hold
`;

/** Gives it back: the watchdog brings the program back as if nobody had been there. */
export const WATCHDOG_LEAVE = `if __hold__:__hold__.deinit()
else:
 import machine
 machine.WDT(timeout=${ESP32_LEFT_MS}).feed()
del __hold__,__feed__
`;
