"""What each stage of a study does: storage and modelling put together, without Prefect."""
