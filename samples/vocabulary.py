"""The neutral words of overviews and titles: they say nothing of a genre."""

from typing import Final

from samples.genre_words import WordSet, split_words, words

NEUTRAL: Final[WordSet] = words(
    role="""
    accountant actor advisor agent analyst apprentice architect artist assistant athlete attorney
    author baker banker barber bartender beekeeper biologist blacksmith boatman bookseller botanist
    boxer broker builder butcher butler cabbie captain carpenter cashier chauffeur chef chemist
    clerk coach cobbler collector columnist commuter composer conductor consultant contractor cook
    counselor courier critic curator dancer daughter dentist designer dietitian diplomat director
    doctor driver drummer economist editor electrician engineer executive fisherman florist
    forester foreman gardener geologist governor graduate grocer guard guitarist hairdresser
    headmaster heiress hiker historian host hunter immigrant inspector intern interpreter inventor
    investor janitor jeweler journalist judge knitter landlord lawyer lecturer librarian
    locksmith lumberjack magician maid manager mason mayor mechanic merchant midwife miller miner
    minister model musician nanny neighbor newcomer novelist nurse officer operator optician
    organist painter paramedic pastor patient pediatrician pharmacist photographer physicist pianist
    pilot plumber poet politician porter postman potter preacher priest principal printer producer
    professor programmer publisher railwayman rancher realtor receptionist recruit referee
    reporter researcher retiree roofer sailor salesman scholar scientist sculptor secretary
    seamstress senator shepherd shopkeeper singer sister skater socialite soldier soloist son
    stockbroker stranger student surgeon surveyor swimmer tailor teacher technician teenager tenant
    therapist tourist trader trainer translator traveler trucker tutor undertaker usher veteran
    veterinarian violinist visitor waiter waitress watchmaker weaver welder winemaker woodcutter
    writer zookeeper""",
    adj="""
    aging ambitious anxious awkward bitter blind bold bored brave brilliant broken
    busy calm careful careless cautious cheerful clever cold confident confused contented
    curious cynical dedicated defiant desperate determined devoted disgraced distant divorced
    eager earnest eccentric elderly elegant elusive exhausted faithful forgotten fragile
    frugal frustrated gentle gifted greedy hardworking hidden homesick honest hopeful humble idle
    idealistic impatient impulsive independent inexperienced jealous jobless kind lonely lost loyal
    lucky mature meek modest moody nameless nervous nosy obscure obsessed old ordinary outspoken
    overworked patient peculiar penniless persistent plain polite popular powerful practical proud
    quiet rebellious reclusive reformed reluctant remote renowned respected restless retired rich
    rural seasoned secretive selfish sensible sensitive serious shrewd shy silent single skeptical
    skilled sleepless sober solitary spoiled stern strange strict stubborn successful
    suburban sudden superstitious suspicious tense thoughtful timid tireless tough trusted
    unassuming uncertain unemployed unexpected unhappy unknown unlikely unlucky unpopular unusual
    urban vain weary wealthy widowed wise withdrawn worn young youthful""",
    thing="""
    agreement airfield album alley ambition announcement antique apartment appointment archive
    argument attic auction bakery balcony ballot bargain barn basement bicycle boathouse
    bookshop bottle bridge broadcast brochure building cabin cafe camera campaign canal
    canvas caravan cathedral cellar ceremony challenge chapel charity childhood choice cinema
    clinic clue coast colleague collection college committee company competition conference
    contract conversation corridor cottage courtyard crossing cruise dairy deadline debate debt
    decision delivery diary dilemma dinner disagreement discovery district document doorway dream
    elevator emergency estate examination exhibition experiment factory failure farmhouse favor
    ferry festival fence fortune fountain friendship funeral garage garden gift greenhouse
    habit handbag harbor harvest highway hobby holiday homecoming hospital hotel identity
    inheritance interview invention invitation island journal journey jury kitchen laboratory lake
    landscape lawsuit leaflet lecture letter library lighthouse lottery luggage magazine mansion
    map market meadow meeting memory merger message mill mirror misunderstanding mountain museum
    necklace neighborhood newspaper notebook obligation observatory occasion offer office
    opportunity orchard orchestra outpost painting park parcel partnership passport path
    photograph pier plan plantation portrait prediction problem profession profit project promise
    promotion proposal property question quarry railway recipe recording refuge rehearsal
    reputation request rescue resort restaurant reunion reward rival river road rumor rule
    sanctuary scandal scholarship school season secret seminar share shelter shop shortcut signal
    situation sketch stadium staircase station storm studio summer supermarket surprise
    task tavern telegram telephone tenement terrace test theater ticket tower tradition trail train
    transfer trial trip truth tunnel uniform university vacancy valley vault vehicle verdict village
    vineyard visit warehouse warning waterfall weekend wheelchair windmill window winter workshop
    yacht yard""",
    verb="""
    abandons accepts admires admits adopts advertises announces anticipates appreciates approves
    avoids borrows builds buys calls cancels carries catches celebrates changes chases checks
    chooses claims cleans closes compares completes considers constructs contacts continues
    controls copies criticizes defends delays delivers demands describes designs destroys
    disappoints discovers discusses dismisses doubts encounters enters escapes examines expects
    explains faces fears finances finds finishes fixes follows forgets founds gains gathers guards
    guides hears helps hides hires holds hosts ignores imagines improves inherits inspects inspires
    interrupts introduces investigates invites joins judges keeps knows leads learns leaves likes
    locates loses manages meets mentions misses moves needs notices obeys observes obtains offers
    opens opposes organizes overhears owns paints photographs plans postpones prepares presents
    preserves prevents protects publishes questions reaches receives recognizes recommends records
    recovers refuses regrets rejects remembers reminds renovates rents repairs replaces reports
    represents rescues resents resists restores returns reveals revisits risks ruins saves searches
    secures sees sells sends serves settles shares signs sketches solves spends spots starts
    steals studies suggests supports surveys suspects teaches tests tracks trades trusts
    understands upsets uses visits wants watches welcomes wins witnesses writes""",
)

FIRST_NAMES: Final = split_words(
    """
    Aaron Abigail Ada Adrian Agnes Alan Albert Alice Amelia Amir Amy Andrea Angela Anna Anthony
    Arjun Arthur Ben Bernard Beth Bianca Brian Bruno Camille Carla Carlos Caroline Cathy Cecilia
    Chloe Claire Clara Colin Connor Daisy Daniel Daphne David Deborah Derek Diana Diego Dominic
    Donna Doris Duncan Edgar Edith Edward Elaine Eleanor Elena Eli Elliot Emil Emma Eric Esther
    Evan Eve Felix Fiona Florence Frances Frank Fred Gabriel Gavin George Gina Gloria Grace Graham
    Greta Hannah Harold Harriet Hassan Hector Helen Henry Hugo Ian Ines Irene Iris Isaac Ivan Jack
    Jacob James Jane Jasper Jenny Joan Joel Jonas Joseph Josie Julia Karl Kate Keiko Kevin Laura
    Lena Leo Leon Lillian Linda Lionel Liv Louis Lucas Lucy Luis Mabel Maeve Marco Margaret Maria
    Marion Mark Martha Martin Mathilde Max Maya Mei Michael Mina Miriam Molly Nadia Nancy Nathan
    Neil Nicholas Nina Noah Nora Olga Oliver Omar Oscar Otto Owen Patrick Paul Paula Penelope Peter
    Philip Priya Rachel Ralph Ramona Ravi Rebecca Rita Robert Roger Rosa Rose Ruben Ruth Ryan Sam
    Samira Sandra Sara Scott Sean Selma Sergei Simon Sofia Stella Stephen Stuart Susan Tara Ted
    Teresa Theo Thomas Tina Toby Tomas Tony Ursula Vera Victor Vincent Viola Walter Wanda Wendy
    Will Yusuf Yvonne Zoe"""
)

NAME_STARTS: Final = split_words(
    """
    Ash Bar Beck Black Bram Brook Cald Carl Chad Cold Craw Dal Dun Ed Elm Fair Fern Glen Gold Gran
    Hal Hart Haver Hol Kel Kirk Lang Lind Lock Mar Mill Nor Oak Pem Rad Red Rock Sand Shel Stan
    Stone Thorn Wal War West White Wil Win Wood York"""
)
NAME_ENDS: Final = split_words(
    "bury by combe cott dale den field ford gate ham hurst land ley man mere more ridge stead ton "
    "well wick worth"
)
"""Joined to surnames and towns, for the long tail of rare words that real overviews have."""

REGIONS: Final = split_words(
    """
    Alaska Argentina Arizona Athens Atlanta Australia Austria Baltimore Barcelona Belgium Berlin
    Bombay Boston Brazil Brooklyn Budapest Cairo California Canada Chicago Cleveland Colorado
    Copenhagen Dallas Delhi Denmark Denver Detroit Dublin Edinburgh Finland Florence Florida
    Frankfurt Geneva Georgia Glasgow Greece Hamburg Havana Helsinki Houston Iceland Idaho Indiana
    Ireland Istanbul Japan Kansas Kentucky Kyoto Lisbon Liverpool London Louisiana Madrid Maine
    Manchester Manhattan Marseille Melbourne Miami Michigan Milan Minnesota Mississippi Montana
    Montreal Morocco Naples Nebraska Nevada Norway Ohio Oregon Oslo Oxford Paris Philadelphia
    Pittsburgh Poland Portugal Prague Quebec Rome Scotland Seattle Seoul Shanghai Sicily Singapore
    Spain Stockholm Sweden Sydney Tennessee Texas Tokyo Toronto Turin Utah Venice Vermont Vienna
    Virginia Wales Warsaw Wisconsin Wyoming Zurich"""
)
