"""Seconds and most memory of a command."""

import resource
import subprocess
import sys
import time

began = time.monotonic()
subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL)
took = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{sys.argv[1]} tickets: {took:.1f} s, processor {used.ru_utime + used.ru_stime:.1f} s, {used.ru_maxrss // 1024} MiB")
