"""Who gets in where: every address of the house, as every role. A page that is missing here fails.

A new page is a word in one of these lines: the line says who is let in (`who`) and what the key in
its address names (`thing`, made in `world.py`). The roles stand there for somebody of the team that
runs the thing; what another team may do with it follows from that.
"""

from dataclasses import dataclass

SCHOOL = {"organiser", "steward"}
TEAM = SCHOOL | {"team"}
LOOKS_AFTER = TEAM | {"liaison"}
SEES_WHO_COMES = LOOKS_AFTER | {"facilitator"}
DESK = SEES_WHO_COMES | {"other team"}
SIGNED_IN = DESK | {"contact", "region", "panel", "lead"}
BY_LINK = {"person", "another"}
EVERYBODY = SIGNED_IN | BY_LINK | {"visitor", "answer"}
NOBODY: set[str] = set()


@dataclass(frozen=True)
class Line:
    """Pages with the same answer: who is let in, and what the key in the address names."""

    who: set[str]
    pages: str
    thing: str = ""


LINES = (
    # Open to the world. What such a page shows to whom, it says itself.
    Line(EVERYBODY, """
        plain:healthz web:home web:join web:start web:start_demo web:leave_demo web:start_wait
        web:start_school web:me_leave web:left web:fresh
        :programmes_atom programmes:catalogue programmes:ask programmes:asked programmes:zone
        web:join_network stewardship:privacy stewardship:protect
        programmes:tell_me_kept programmes:tell_me_dropped registration:verify_any
        registration:receipt accounts:passkey_add accounts:sign_in accounts:second
        accounts:passkey_begin accounts:passkey accounts:forgotten accounts:sign_out accounts:lock
    """),
    Line(EVERYBODY, "ui:hue", "hue"),
    Line(EVERYBODY, ":go", "words"),
    Line(EVERYBODY, "plain:enter plain:unsubscribe web:own_way accounts:choose", "token"),
    Line(NOBODY, "plain:person_feed", "token"),
    Line(NOBODY, "plain:mail_hook", "hook"),  # for a mail provider, by its secret
    Line(EVERYBODY, """
        :programme_feed programmes:programme programmes:preview programmes:programme_flyer
        programmes:programme_pack programmes:programme_square registration:series
    """, "programme"),
    Line(EVERYBODY, ":circle_feed", "team"),
    Line(EVERYBODY, ":material :material_small", "material"),
    Line(EVERYBODY, """
        registration:session registration:calendar registration:here programmes:session_flyer
        programmes:session_square programmes:session_preview programmes:tell_me
    """, "session"),
    Line(EVERYBODY, "registration:session_with", "session, invited"),
    Line(EVERYBODY, "registration:verify", "code"),
    # The demo, and a school that is not founded yet: not here.
    Line(NOBODY, "web:demo_as web:demo_letters web:demo_jump web:demo_moving"),
    Line(NOBODY, "web:demo_letter", "letter"),
    # One's own sign-in.
    Line(SIGNED_IN, """
        accounts:mine accounts:passkey_new accounts:app accounts:codes
        accounts:lock_code accounts:others_end accounts:safe accounts:sheet
        accounts:prove accounts:prove_passkey accounts:weekly
    """),
    Line({"organiser"}, "accounts:factor_remove", "factor"),
    Line({"organiser"}, "accounts:session_end", "visit"),
    # The desk.
    Line(DESK, "web:start_hands web:later web:programmes"),
    Line(SIGNED_IN, "web:today"),
    Line({"steward"}, "web:access web:access_invite"),
    Line({"steward"}, "web:access_end web:access_unlock", "mandate"),
    Line(SCHOOL, """
        web:trail web:members web:organisations
        stewardship:careful stewardship:keeping stewardship:clock stewardship:processing
        stewardship:notice stewardship:backups stewardship:sheet stewardship:sending
        web:people web:people_export web:people_taken web:people_search web:people_filter
        web:people_count web:people_columns web:people_give
        web:people_print web:people_lists web:list_new
        web:list_put_back web:doubles web:double_undo web:look_for_doubles web:at_once web:merges
        web:asking_person web:objections web:agreements_checked web:care
        web:still_right web:still_right_ask web:person_new web:letters web:circles
        web:letters_release intake:lists intake:ask
    """),
    Line(SCHOOL, """
        mailings:many mailings:begin mailings:rule mailings:templates mailings:groups
        mailings:group_new web:people_write
    """),
    Line(SCHOOL, """
        mailings:letter mailings:whom mailings:words mailings:look mailings:test mailings:say
        mailings:decide mailings:fact_pdf mailings:fact_csv
    """, "mailing"),
    Line(SCHOOL, "mailings:template", "template"),
    Line(SCHOOL, "mailings:group", "group"),
    Line(SCHOOL, "mailings:discussion", "talking group"),
    Line(SCHOOL, "stewardship:keeping_change", "model"),
    Line(SCHOOL, "web:member_answer", "member"),
    Line(SCHOOL, "web:organisation", "organisation"),
    Line(SCHOOL, "web:circle_new"),
    Line(SCHOOL, "web:circle", "circle"),
    Line(SCHOOL, "web:circle_part web:circle_part_end", "part in a circle"),
    Line(SCHOOL | {"contact", "answer"}, "web:circle_desk", "circle"),
    Line({"contact", "answer"}, "web:circle_says", "circle"),
    Line(EVERYBODY, "web:circles_public"),
    Line(EVERYBODY, "web:circle_public", "public circle"),
    Line(SCHOOL, "web:organisation_role_end", "part in an organisation"),
    Line({"steward", "contact", "region"}, "web:numbers"),
    Line(SCHOOL, "web:taken_one", "export"),
    Line({"organiser"}, "web:taken_fetch web:taken_drop", "export"),
    Line({"steward"}, "web:taken_decide", "export"),
    Line(SCHOOL, "web:list_edit web:list_take", "list"),
    Line(SCHOOL, "web:stroke web:stroke_undo", "stroke"),
    Line(SCHOOL, "web:double", "pair"),
    Line(SCHOOL, "web:merged", "merge"),
    Line(SCHOOL, """
        web:same_as web:person_edit web:person_more web:person_history web:person_put_back
        web:person_ask web:person_keeper web:acting web:acting_file web:acting_forget
    """, "person"),
    Line(SCHOOL, "web:objection", "objection"),
    Line(SCHOOL, "web:merge", "two"),
    Line(SEES_WHO_COMES, "web:person", "guest"),
    Line(SCHOOL, "web:still_right_round web:still_right_back", "asking"),
    Line(SCHOOL, "web:still_right_unsafe", "question"),
    Line(SCHOOL, "web:letter web:letter_settle", "letter"),
    Line(SCHOOL, "web:themes_ask web:themes_recall"),
    Line(SCHOOL, """
        intake:says intake:columns intake:to_mend intake:rows intake:pairs intake:likely
        intake:pair_undo intake:bring_in intake:undo
    """, "import"),
    Line(SCHOOL, "intake:pair", "import pair"),
    Line(SCHOOL, "intake:list_round", "list round"),
    # Programmes, by the team that runs them.
    Line(TEAM | {"other team"}, "web:programme_new programmes:plan_new web:themes"),
    Line(TEAM | {"other team"}, "web:theme_settle", "idea"),
    Line(SEES_WHO_COMES, "web:programme web:fair_hours registration:brought", "programme"),
    Line(LOOKS_AFTER, "registration:certificates", "programme"),
    Line(TEAM, """
        web:publish web:withdraw web:programme_trail programmes:share_kit programmes:plan_texts
        programmes:plan_ready programmes:plan_not_later programmes:plan_copy programmes:plan_dates
        programmes:plan_rhythm programmes:plan_session_new programmes:plan_shift
        programmes:plan_streams programmes:plan_team programmes:plan_cover programmes:plan_promise
        programmes:materials engagement:close engagement:alumni
        engagement:close_remind engagement:close_promises engagement:course_answers
        engagement:course_paper engagement:close_sheet engagement:evaluation engagement:accounts
        engagement:changes engagement:makers_ask engagement:send_approved
        engagement:ask engagement:projects engagement:add_project engagement:letters
        engagement:draft engagement:ask_region engagement:circles engagement:circles_write
        engagement:circles_alike
        admissions:call admissions:call_state admissions:call_settings admissions:builder
        admissions:preview admissions:question_new
    """, "programme"),
    Line(TEAM, "admissions:form_question", "form question"),
    Line(TEAM, """
        admissions:panel admissions:criterion_new admissions:phase_new web:applications_export
        web:preparing_export
    """, "programme"),
    Line(TEAM, "admissions:criterion", "rubric line"),
    Line(TEAM, "admissions:phase", "phase of reading"),
    Line(LOOKS_AFTER, "admissions:applications", "programme"),
    Line(LOOKS_AFTER, "admissions:application", "application"),
    # Choosing: who looks after people chooses; organisers sign, write and set what is looked for.
    Line(LOOKS_AFTER, """
        admissions:choose admissions:ineligible admissions:places admissions:help_with_money
        admissions:journeys
    """, "programme"),
    Line(TEAM, "admissions:aims admissions:sign admissions:decision_letters", "programme"),
    Line(TEAM, "admissions:decision_words", "decision words"),
    Line(LOOKS_AFTER, "admissions:decide admissions:invitation", "accepted"),
    Line(TEAM, "admissions:reply", "accepted"),
    Line({"person", "answer"}, "admissions:offer", "offer"),
    # On a panel: one's own queue, and what was given to one.
    Line(LOOKS_AFTER | {"other team", "panel"}, "admissions:readings"),
    Line({"panel"}, "admissions:reading", "reader"),
    Line(LOOKS_AFTER | {"panel"}, "admissions:read_one", "application"),
    Line({"panel"}, "admissions:stand_back", "application"),
    Line(LOOKS_AFTER | {"panel"}, "admissions:read_file", "handed in file"),
    Line(TEAM, "programmes:material_edit", "material"),
    Line(TEAM, "programmes:plan_promise_kept", "commitment"),
    Line(TEAM, "programmes:plan_put_back", "change of dates"),
    Line(TEAM, "programmes:plan_presenter", "presenter"),
    Line(TEAM, """
        programmes:plan_session programmes:plan_session_state programmes:plan_parts
        programmes:plan_invite registration:write
        web:registrations_export
    """, "session"),
    Line(TEAM, "registration:message", "message"),
    Line(TEAM, "engagement:project engagement:project_picture engagement:project_more", "project"),
    Line(
        TEAM | {"person", "answer"}, "engagement:picture engagement:picture_small", "pictured"
    ),
    Line(TEAM, "engagement:letter_words", "circle letter in French"),
    Line(TEAM, "engagement:change_drop", "change card"),
    Line(TEAM, "engagement:account", "experience"),
    Line(TEAM | {"other team"}, "engagement:works"),
    Line(EVERYBODY, "engagement:gallery"),
    Line(EVERYBODY, "engagement:work", "work"),
    Line({"person", "answer"}, "engagement:made", "maker"),
    Line({"person", "answer"}, "engagement:own_account", "experience"),
    Line({"person", "answer"}, "engagement:course_words", "participation"),
    Line(TEAM, "engagement:letter engagement:letter_text", "circle letter"),
    Line(TEAM, "engagement:wave", "wave"),
    Line(TEAM, "engagement:rounds engagement:outcome engagement:outcome_show", "programme"),
    Line(TEAM, "engagement:outcome_paper", "programme"),
    Line(EVERYBODY, "engagement:what_came_of_it"),
    Line(EVERYBODY, "engagement:what_came", "told"),
    Line(TEAM | {"other team"}, """
        engagement:queue engagement:give engagement:introductions engagement:pathways
        engagement:pathway_new engagement:networks engagement:outcomes
    """),
    Line(TEAM, "engagement:alumna engagement:meet", "person"),
    Line(TEAM, "engagement:move", "introduction"),
    Line(TEAM, "engagement:pathway", "pathway"),
    Line({"organiser"}, "engagement:one_to_one", "talk"),
    Line({"steward"}, "engagement:hand_over"),
    Line(TEAM, "engagement:liaison", "liaison"),
    Line(LOOKS_AFTER | {"other team"}, "programmes:questions"),
    Line(LOOKS_AFTER, "programmes:question programmes:question_answered", "enquiry"),
    Line(SEES_WHO_COMES, """
        registration:roster registration:check_in registration:here_sheet registration:paper
        registration:reports registration:said
    """, "session"),
    Line(SEES_WHO_COMES, "registration:report", "report"),
    Line(LOOKS_AFTER, """
        registration:by_hand registration:paste registration:door registration:questions
        registration:answers
    """, "session"),
    Line(LOOKS_AFTER, "registration:question", "session question"),
    Line(LOOKS_AFTER, "registration:claim", "place"),
    Line(SCHOOL, "registration:pair", "may be"),
    # Applying: by link, for whoever wrote it or is named in it; by hand at the desk.
    Line(EVERYBODY, "admissions:apply", "programme"),
    Line(EVERYBODY, "admissions:speak", "speaks"),
    Line({"person", "answer"}, """
        admissions:own admissions:keep admissions:check admissions:wish admissions:others
    """, "own application"),
    Line({"person", "answer"}, "admissions:part", "own part"),
    Line({"person", "answer"}, "admissions:join admissions:join_keep", "named with others"),
    Line(LOOKS_AFTER, "admissions:paper admissions:late admissions:list_in", "programme"),
    Line(LOOKS_AFTER, "admissions:fill", "paper"),
    # Before a course: by link, and for those who look after its people.
    Line({"person", "answer"}, "admissions:prepare", "coming"),
    Line({"person", "answer"}, "admissions:prepare_one", "own task"),
    Line(LOOKS_AFTER | {"person", "answer"}, "admissions:prepared_file", "prepared"),
    Line(LOOKS_AFTER, "admissions:prepared_one", "prepared"),
    Line(LOOKS_AFTER, "admissions:preparing_task", "preparation"),
    Line(LOOKS_AFTER, """
        admissions:preparing admissions:preparing_tasks admissions:preparing_remind
        admissions:arrivals
    """, "programme"),
    # Small groups: who is in them, by link; their lead signed in; the organisers.
    Line({"lead"}, "groups:mine"),
    Line(TEAM | {"person", "answer", "lead"}, "groups:space", "small group"),
    Line({"person", "answer", "lead"}, "groups:report groups:help", "small group"),
    Line(TEAM | {"lead"}, "groups:write", "small group"),
    Line({"person", "answer"}, "groups:note", "group note"),
    Line({"person"}, "groups:shown groups:leave", "group place"),
    Line(TEAM, "groups:helped", "group report"),
    Line(SEES_WHO_COMES, "groups:overview", "programme"),
    Line(LOOKS_AFTER, "groups:groups groups:apart", "programme"),
    Line(LOOKS_AFTER, "groups:proposal groups:mend groups:late", "formation"),
    Line(LOOKS_AFTER, "groups:move", "group place"),
    Line(LOOKS_AFTER, "groups:dates", "small group"),
    Line(LOOKS_AFTER, "groups:gathering", "gathering"),
    Line(TEAM, "web:groups_export", "formation"),
    Line({"team"}, "groups:apart_end", "pair kept apart"),  # whoever said it, nobody else
    # The handbook: read at the desk, a course's own by whoever looks after its people.
    Line(DESK, "handbook:handbook handbook:school_paper"),
    Line(DESK, "handbook:school_chapter", "handbook chapter"),
    Line(TEAM | {"other team"}, "handbook:template_new", "handbook chapter"),
    Line(TEAM | {"other team"}, "handbook:template", "handbook text"),
    Line(SEES_WHO_COMES, "handbook:course handbook:paper", "programme"),
    Line(TEAM, "handbook:take_over", "programme"),
    Line(SEES_WHO_COMES, "handbook:chapter", "course chapter"),
    Line(TEAM, "handbook:confirm handbook:listed", "course chapter"),
    Line(TEAM, "handbook:answer", "course question"),
    # Campaigns: who works in them, by link; nobody else before they share something.
    Line(EVERYBODY, """
        campaigns:campaigns campaigns:studies campaign_feeds:studies_atom campaigns:blanks
    """),
    Line(EVERYBODY, "campaigns:study", "case study"),
    Line(EVERYBODY, """
        campaigns:blank campaigns:empty_paper campaigns:written_paper campaigns:keep_page
    """, "blank tool"),
    Line(BY_LINK | {"lead"}, "campaigns:kept", "blank tool"),
    Line(BY_LINK | {"lead"}, "campaigns:start"),
    Line({"person"}, """
        campaigns:about campaigns:stage campaigns:away campaigns:team campaigns:leave
        campaigns:sharing campaigns:look campaigns:everybody
        campaigns:history campaigns:met
        campaigns:strategy campaigns:compare_charts campaigns:plan
        campaigns:open_spectrum campaigns:keep_day campaigns:open_story
        campaigns:open_path campaigns:calendar
        campaigns:power campaigns:power_add campaigns:power_tie campaigns:power_days
        campaigns:power_compare campaigns:power_take campaigns:power_bring
        campaigns:lessons campaigns:tell campaigns:tell_write campaigns:tell_people
        campaigns:closing_words
    """, "campaign"),
    Line({"person", "answer"}, "campaigns:workspace", "campaign"),
    # They answer what only a page of the team sends.
    Line(NOBODY, "campaigns:since campaigns:stand", "campaign"),
    Line(NOBODY, "campaigns:join", "campaign"),  # whoever is of it already is not asked
    Line({"person"}, "campaigns:tool", "campaign tool"),
    Line({"person"}, "campaigns:add", "kind in a tool"),
    Line({"person"}, "campaigns:entry campaigns:entry_do", "thing in a tool"),
    Line({"person"}, "campaigns:strategy_one", "chart"),
    Line(
        {"person"}, "campaigns:power_one campaigns:power_move campaigns:power_off",
        "actor on the map",
    ),
    Line({"person"}, "campaigns:plan_shift", "group of allies"),
    Line({"person"}, "campaigns:place", "campaign place"),
    Line({"person"}, "campaigns:named", "somebody in a study"),
    Line(NOBODY, "campaign_feeds:calendar", "campaign feed"),
    Line(TEAM | {"other team"}, "campaigns:desk_studies"),
    Line(TEAM | {"other team"}, "campaigns:desk_study campaigns:desk_study_write", "case study"),
    Line(TEAM, "campaigns:session_studies", "session"),
    Line(TEAM, "campaigns:closing_desk campaigns:closing_do", "programme"),
    Line(TEAM | {"person"}, "campaigns:gathering", "programme"),
    # Personal pages, by a link.
    Line(BY_LINK, """
        web:me web:me_confirm web:me_answer web:me_calendar web:me_told web:me_fresh web:me_open
        web:me_held web:me_download web:me_details web:me_more web:me_pause web:me_forget
        web:me_not web:me_care web:me_words web:me_said web:me_receipt web:me_object
        web:me_ways web:me_network
    """),
    Line({"person"}, "web:me_object_back", "objection"),
    Line(BY_LINK | {"answer"}, "web:choose_themes", "idea"),
    Line(BY_LINK | {"answer"}, "mailings:my_groups"),
    Line(NOBODY, "mailings:my_archive", "group"),  # nobody of this world is in it
    # Asked of whom it could harm alone; nobody of this world.
    Line(NOBODY, "mailings:my_list", "talking group"),
    Line({"person", "answer"}, "mailings:read", "recipient"),
    Line(TEAM | {"person"}, """
        registration:own_material registration:own_material_small
    """, "material"),
    Line({"person"}, "web:me_place registration:own_place registration:own_invite", "place"),
    Line({"person", "answer"}, "web:renew", "renewal"),
    Line({"answer"}, "programmes:date_wish", "wish"),
    Line({"answer"}, "programmes:own_question", "enquiry"),
    Line({"answer"}, "programmes:present", "presenter"),
    Line({"answer"}, "registration:feedback", "feedback"),
    Line({"person", "answer"}, "registration:certificate", "certificate"),
    Line(
        {"person", "answer"} | LOOKS_AFTER, "registration:certificate_file", "certificate"
    ),
    Line({"answer"}, "web:asked", "asked"),
    Line({"person", "answer"}, "web:still_right_answer", "question"),
    Line(
        {"answer", "contact"}, "engagement:circle_letter engagement:circle_contact", "circle letter"
    ),
    Line({"answer", "contact"}, "engagement:before_course", "liaison"),
    Line({"person", "answer"}, "engagement:answer", "follow_up"),
    Line({"person", "answer"}, "engagement:promise", "participation"),
    Line({"answer"}, "engagement:questions", "participation"),
    Line({"person", "answer"}, "engagement:introduction", "introduction"),
    Line({"person", "answer"}, "engagement:promise_back", "promise"),
    Line({"person", "answer"}, "engagement:answer_pathway", "step"),
    Line({"answer"}, "engagement:how_it_went", "step"),
    Line({"person", "answer"}, "engagement:meeting", "side of two"),
)  # fmt: skip
