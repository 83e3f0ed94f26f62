"""Problem profiles: stages, gates, actions, designs."""
