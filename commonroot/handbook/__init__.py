"""What organisers know: guidance, questions, their answers course by course, what is left to do."""
