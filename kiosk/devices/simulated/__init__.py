"""The simulated twins: the demo and the tests live on them. Each passes the same contract tests as the real driver."""
