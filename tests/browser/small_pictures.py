"""Draw the demo's pictures at half their size, or they and their renditions take most of the newsroom's time.

No test measures them, and three widths of each remain to choose from. The whole size has test_main_job.py's picture.
"""

from demo import painting
from demo.content import PictureSpec


def paint(spec: PictureSpec) -> bytes:
    """Stand for demo.painting.paint, in its processes, too."""
    painting.SIZE, painting.PORTRAIT_SIZE = (900, 600), (400, 400)
    return painting.paint(spec)
