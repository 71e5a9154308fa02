"""A cohort programme as a school wrote it down, for more than one test of files."""

COHORT = """
[programme]
title = "Building community & campaigns"
format = "cohort series"
organiser = "PHM North America"
languages = ["en"]
mode = "online"
applicants = ["group", "individual"]
commitment = "two hours a week for the length of the series"
application_deadline = 2020-12-06
application_asks = ["a little about yourself", "why you are interested in this course"]
aims = ["develop a strategy"]
method = ["case studies of campaigns that won"]

[[phase]]
title = "Weekly sessions"
rule = "weekly, eight times, from the week of 2021-01-17"
session_minutes = 120
count = 8

[[phase]]
title = "Small groups"
rule = "each small group once a month: April, May, June 2021"
purpose = "keep sharing inspiration"
count_per_group = 3

[[phase]]
title = "Closing gathering"
rule = "one meeting of everyone in July 2021"
count = 1
"""
