import sys

from tests.bench.spam.report import main

sys.exit(main())
