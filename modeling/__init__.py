"""What learns and measures; opens no file and knows no Prefect."""
