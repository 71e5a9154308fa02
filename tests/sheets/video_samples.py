"""Reports of one meeting in every shape, with invented people: Tuesday 1 December 2026, 16:00 UTC
(19:00 in Nairobi), two hours. The account's clock is Nairobi's.

Amina came by phone and lost the line for a quarter of an hour (105 minutes, met again); Kofi sat
before a computer and held a phone too (90); Zoë changed her name in the meeting (120).
"""

import json

A = (
    "\ufeffName (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording"
    " Consent\r\n"
    "Amina Otieno,amina@example.org,12/01/2026 07:00:10 PM,12/01/2026 07:30:10 PM,31,Yes,Y\r\n"
    "Amina Otieno,amina@example.org,12/01/2026 07:45:10 PM,12/01/2026 09:00:10 PM,76,Yes,Y\r\n"
    "Kofi,,12/01/2026 07:00:00 PM,12/01/2026 08:10:00 PM,70,Yes,\r\n"
    "12_Kofi Mensah,,12/01/2026 08:00:00 PM,12/01/2026 08:30:00 PM,30,Yes,\r\n"
    '"Zo (Zoë ""Zoë"" Núñez)",,12/01/2026 07:00:00 PM,12/01/2026 09:00:00 PM,120,Yes,Y\r\n'
)
B = (
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
    '812 3456 7890,"Power Analysis!",12/01/2026 06:50:00 PM,12/01/2026 09:05:00 PM,'
    "host@example.org,135,4\n,,,,,,\n" + A.removeprefix("\ufeff").replace("\r\n", "\n")
)
C = (
    "Name (Original Name)\tUser Email\tJoin Time\tLeave Time\tDuration (Minutes)\tGuest"
    "\tRecording Disclaimer Response\tIn Waiting Room\n"
    "Amina Otieno\tamina@example.org\t01/12/2026 18:50\t01/12/2026 18:55\t5\tYes\t\tYes\n"
    "Amina Otieno\tamina@example.org\t01/12/2026 18:55\t01/12/2026 19:40\t45\tYes\tOK\tNo\n"
    "Kofi Mensah\t\t01/12/2026 19:00\t01/12/2026 20:30\t90\tYes\tOK\tNo\n"
)
D = (
    '"Topic","ID","Host","Duration (minutes)","Start time","End time","Participants"\n'
    '"Power Analysis!","812 3456 7890","Long Table (host@example.org)","135",'
    '"Dec 1, 2026 18:50:00","Dec 1, 2026 21:05:00","5"\n\n'
    '"Name (original name)","Email","Join time","Leave time","Duration (minutes)","Guest",'
    '"Recording disclaimer response","In waiting room"\n'
    '"Long Table","host@example.org","Dec 1, 2026 18:50:00","Dec 1, 2026 21:05:00","135","No","",'
    '"No"\n'
    '"Amina Otieno (she/her)","amina@example.org","Dec 1, 2026 7:00 PM","Dec 1, 2026 8:45 PM",'
    '"105","Yes","OK","No"\n'
    '"Otter.ai Notetaker","","Dec 1, 2026 19:01:00","Dec 1, 2026 21:00:00","119","Yes","","No"\n'
)
E = (
    "Name (original name),Email,Total duration (minutes),Guest\n"
    "Amina Otieno,amina@example.org,105,Yes\nKofi Mensah,,500,Yes\n"
)
F = (
    "Attendee Report\n"
    'Report Generated:,"Dec 2, 2026 09:00:00"\n'
    "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,"
    "Unique Viewers,Total Users,Max Concurrent Views\n"
    '"Power Analysis!",812 3456 7890,"Dec 1, 2026 18:55:00",130,3,0,2,3,2\n'
    "Host Details,\n"
    "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),"
    "Is Guest,Country/Region Name\n"
    'Yes,Long Table,host@example.org,"Dec 1, 2026 18:55:00","Dec 1, 2026 21:05:00",130,No,Kenya\n'
    "Attendee Details,\n"
    "Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Registration Time,"
    "Approval Status,Join Time,Leave Time,Time in Session (minutes),Is Guest,Your union,"
    "Country/Region Name\n"
    'Yes,Amina Otieno,Amina,Otieno,amina@example.org,,"Nov 20, 2026 10:00:00",approved,'
    '"Dec 1, 2026 19:00:00","Dec 1, 2026 20:45:00",105,Yes,"Nurses, Nairobi",Kenya\n'
    'No,--,Kofi,Mensah,kofi@example.org,,"Nov 20, 2026 10:00:00",approved,--,--,--,--,--,--\n'
)
G = (
    "First Name,Last Name,Email,Registration Time,Approval Status\n"
    "Amina,Otieno,amina@example.org,11/20/2026 10:00:00 AM,approved\n"
)
API = json.dumps(
    {
        "page_count": 1,
        "participants": [
            {
                "id": "",
                "name": "Amina Otieno",
                "user_email": "amina@example.org",
                "join_time": "2026-12-01T16:00:00Z",
                "leave_time": "2026-12-01T17:45:00Z",
                "duration": 6300,
                "status": "in_meeting",
            }
        ],
    }
)
SHAPES = {"A": A, "B": B, "C": C, "D": D, "E": E, "F": F, "G": G, "api": API}
