"""`python -m careline` is the same as `careline`."""

import sys

from careline.interfaces.cli.main import main

sys.exit(main())
