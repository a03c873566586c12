"""What the handler answers, and what it refuses.

    python -m unittest discover -s stacks/first_steps/tests
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "app"))

from greet import handler  # noqa: E402


class Greet(unittest.TestCase):
    def test_says_hello(self):
        for name, message in [("Ada", "Hello, Ada!"), ("  Grace ", "Hello, Grace!"), ("Éva", "Hello, Éva!")]:
            with self.subTest(name):
                self.assertEqual(handler({"name": name}, None), {"message": message})

    def test_refuses_what_is_no_name(self):
        for event in [{}, {"name": ""}, {"name": "  "}, {"name": 7}, {"name": None}]:
            with self.subTest(event), self.assertRaisesRegex(ValueError, "nobody to greet"):
                handler(event, None)


if __name__ == "__main__":
    unittest.main()
