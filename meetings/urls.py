from django.urls import path

from meetings.views import answers, arranging, attendance, dates, feeds, holidays, lists, meeting

urlpatterns = [
    path("calendar/", feeds.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("calendar/<str:secret>/<slug:slug>.ics", feeds.network_feed, name="network_feed"),
    path("meetings/", lists.meetings, name="meetings"),
    path("networks/<slug:slug>/meetings/", lists.network_meetings, name="network_meetings"),
    path("networks/<slug:slug>/meetings/propose/", arranging.propose_meeting, name="propose_meeting"),
    path("networks/<slug:slug>/meetings/record/", arranging.record_meeting, name="record_meeting"),
    path("networks/<slug:slug>/meetings/school-holidays/", holidays.school_holidays, name="school_holidays"),
    path("meetings/<meeting:pk>/", meeting.meeting, name="meeting"),
    path("meetings/<meeting:pk>/answer/", answers.answer, name="answer_invitation"),
    path("meetings/<meeting:pk>/deputy/", answers.deputy, name="send_deputy"),
    path("meetings/<meeting:pk>/attendance/", attendance.attendance, name="attendance"),
    path("meetings/<meeting:pk>/people/", answers.meeting_people, name="meeting_people"),
    path("meetings/<meeting:pk>/dates/", dates.which_dates, name="which_dates"),
    path("meetings/<meeting:pk>/dates/ask/", dates.ask_which_dates, name="ask_dates"),
    path("meetings/<meeting:pk>/dates/remind/", dates.remind, name="remind_of_dates"),
    path("meetings/<meeting:pk>/dates/<int:number>/choose/", dates.choose_date, name="choose_date"),
    path("meetings/<meeting:pk>/change/", arranging.change_meeting, name="change_meeting"),
    path("meetings/<meeting:pk>/date/", arranging.fix_date, name="fix_date"),
    path("meetings/<meeting:pk>/cancel/", arranging.cancel_meeting, name="cancel_meeting"),
    path("meetings/<meeting:pk>/join/<network:network_id>/", arranging.join_meeting, name="join_meeting"),
]
