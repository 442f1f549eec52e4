"""Words that begin with a capital in this work and are no child's name. Data: add one when a post is held for it."""

_ORDINARY = """
a about absolutely according across action actions actually address after again age aged agenda agreed alas all almost
already also although always am among an and another any anybody anyone anything apologies apparently are area areas
around article as ask asked at attached attendance author bank be because been before below best between big billing
birth boards born both boys brilliant bring brother but by call can cannot carer case cases cc certainly chair chapter
child child's children christmas class clearly client code colleagues come comments concern contact could court courts
d.o.b. data date dates day dear decision did do dob does done dr draft due during each easter either else email emails
end england english ethnicity even ever every everybody everyone everything existing father female few figures file
final finally first firstname five flat floor following for forename former forms forward found four from full fw fwd
gender general get girls give given good google got grateful great greetings guardian had half happy has have having
he headteacher hello help her here hers hes hi him his history home hope how however i i'd i'll i'm i've id if in
indeed info information initials instead interestingly invoice is it it's item its just keep kind kindly know lad lads
last lastly lastname late later let letter like links list live local look looking lots lunch made mainly male man
many map may maybe me mean meanwhile members minutes miss missing month months more morning most mother mr mrs ms much
mum must my name names nationality near need neither never new next no nobody none nor not note notes nothing now
number obviously of ok okay on once one only open or other others otherwise our ours out over own page pages paper
parents part patient people perhaps person personally phone please plus point police position post posts present
previously probably proposed pupil pupils purely quarter query question questions quick quite rather re read really
received recently ref reference regarding regards reminder reply report reports residents result results review right
room row said same say says school schools second seconded section see seems seen send sent serial service services
session seven several sex shall she shes should sibling similarly simply since sister six so social some somebody
someone something sometimes soon sorry source speak staff standards start still subject such sure surname table take
teacher team teams tel ten thank thanks that that's the their theirs them then there these they they're thing things
think this those though thought three through thus ticket time times to today together tomorrow too total twice twins
two type typically under unfortunately unit unless until up update upn urgent us use used usually various version very
via victim victims view want was watch we we'd we'll we're we've website week weeks well were what when where whereas
whether which while who whoever whole whose why will with within without woman women word work would year years yes
yesterday yet you young your yours youth yp
"""
_CALENDAR = """
am apr april aug august autumn bst dec december feb february fri friday gmt jan january jul july jun june mar march
may mon monday nov november oct october pm sat saturday sep sept september spring summer sun sunday thu thur thurs
thursday tue tues tuesday wed wednesday winter
"""
_WORK = """
aa academy acpo act acute adcs administrator adult agm aim aims american annex annual apologise appendix arms arrested
asap asb asn assessment asset assetplus assist association attendance authority avenue aym bail bailed barnardos bed
board borough boroughs britain british bulletin bus cabinet cafcass camhs capita caretaking careworks cce cctv ce
central centre ceo charged charity chief childview chronology church city civic cjs clinic close college com committee
community conference consultation convention core coroner council council's councillor county court covid cps crescent
crime crimes criminal crown csa csp curfew custodial custody cyp dbs defendant deputy detainee detention dfe director
directorate discharged discussed district diversion dna docx doj dpia drive dto dwp east eastern edition education eet
ehcp ei equality eta european excel excluded executive facebook family fao fgc fire foi form forum foundation
framework funding fyi gardens gdpr gov gp grammar greater green group grove guidance guide hall handbook hansard head
heads health high hmcts hmi hmip hmp hmpps hoc hospital hotel house hq hr http https humber icb ico ics ict icv idva
inclusion infants inn inner inspection inspector inspectorate institute intervention invoice ireland irish iro iss it
iyss judge juniors justice key kpi kpi4 kpis la laa lac lado lane laspo law lcs lead leadership leds legal level
liaison library liquidlogic london los lower magistrate magistrates management manager managers mappa marac mash media
meeting meetings memorandum mental met microsoft midlands ministry moj mosaic motion mou mount moved mp mps msu nacro
national nb ncs neet network nfa nhs nice nomis north northern notice nrm nspcc offence offender office officer ofsted
ooo operational operations order orders org outcome outer outlook outreach pa panel paper paragraph park parliament
participation partnership path pcc pdf performance pitstop place placed placement plan planning pnc po policy polish
powerpoint pptx practice practitioner prevent prevention primary priority prison probation programme project protocol
pru ps psr pub public qa quality quarterly rebate recalled record referral region regional register rehabilitation
released remanded rep reparation representative response restorative return risk rj ro road romanian rsl safeguarding
saint salt schedule scheme scotland scottish secondary secretariat secretary secure sen senco send senior sentenced
sentencing sergeant serious sharepoint sir sixth sla social society south southern specialist speech spreadsheet
square st stabbed standard statement station statutory stc steering strategic strategy street studies study
subscription supervision support survey system task tbc tbd teachers tender terms terrace thematic theme toolkit train
training transferred transition travel treasurer tribunal trust turnaround twitter uasc uk unit university upper urn
vcs vice victim video violence visited voluntary vru wales walk way welsh west western whatsapp windows word worker
workers workshop www xlsx ycs yeah yiac yjaf yjb yjmis yjs yjss yoi yoip yois yop yorkshire yos yot yots yro ysw yys
zoom
"""
# Of these words, the ones that are common surnames: after a first name they are taken for one.
_SURNAMES_TOO = """
best bishop bond church day english field foster gardens green grove hall head hill hope irish justice king lane law
little long lord major march may north page parent power price short small south speaker summer west winter wood young
"""
# And the months, a season and an auxiliary verb that are first names too, where a name follows.
_FIRST_NAMES_TOO = "april may june summer autumn will"
NOT_NAMES: frozenset[str] = frozenset((_ORDINARY + _CALENDAR + _WORK).split())
SURNAMES_TOO: frozenset[str] = frozenset(_SURNAMES_TOO.split())
FIRST_NAMES_TOO: frozenset[str] = frozenset(_FIRST_NAMES_TOO.split())
