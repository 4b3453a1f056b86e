"""From results to what a person reads; knows no Keras and no Prefect."""
