"""The counter: what an officer does with a hall full of people. Plain data in and out; every act wants a session."""
