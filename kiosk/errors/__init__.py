"""The error tree. A known error has a code, and words for the person in every language; anything else is a bug.

    KioskError
    ├── FileNotWritten          file.not-written    what a person named takes no file
    ├── ConfigError             config.*     the settings cannot be used
    │   ├── SettingInvalid      config.entry     one entry of the settings file, with its line and the rule it breaks
    │   ├── SettingElsewhere    config.elsewhere    an entry that is not changed at the kiosk
    │   ├── NoSettingsBefore    config.nothing-before
    │   └── SandboxMissing      sandbox.missing  the demo and the portal's side are a package of their own
    ├── CardError               card.*       identity
    │   ├── NoReader            card.no-reader
    │   ├── NoCard              card.none
    │   ├── CardRemoved         card.removed
    │   ├── WrongKey            card.wrong-key
    │   ├── CardBlocked         card.blocked
    │   ├── KeysPaused          card.paused      too many wrong keys in a row: none is tried for a while
    │   ├── NotAnIdCard         card.not-id
    │   ├── GroupUnreadable     card.unreadable
    │   ├── CardTimeout         card.timeout
    │   ├── OtherCard           card.other
    │   ├── SameCard            card.same        of two people each lays their own
    │   ├── ChildsCard          card.child       its holder is too young to agree to anything here
    │   ├── NotThisParty        card.not-this-party  the procedure says that this part is somebody else's
    │   ├── CardInUse           card.in-use      another program on this machine holds it
    │   ├── ReaderLimited       card.reader-limited  the reader does not pass what this card must be told
    │   ├── ChannelBroken       card.channel     the encrypted talk with the chip failed: a fault, or tampering
    │   ├── MrzNeeded           card.needs-mrz   six digits do not open this card; its QR code or MRZ does
    │   └── BadCardKey          card.bad-key     what was typed or shown is no key at all
    ├── ScanError               scan.*       from pixels to pages
    │   ├── PictureUnreadable   scan.unreadable-picture
    │   ├── PictureTooLarge     scan.too-large
    │   ├── PictureHeic         scan.heic            an iPhone's own format
    │   ├── DecoderUnsafe       scan.unconfined      no process can be shut in here, so no file is opened
    │   ├── NoPage              scan.no-page
    │   ├── ImagingLost         scan.lost        the work on a picture broke down, the picture with it
    │   ├── DocumentLocked      scan.locked          a PDF that asks for a password
    │   ├── DocumentTooLong     scan.too-long        a file of more pages than are taken at once
    │   ├── FinderBroken        scan.finder      the learned finder's file is missing or damaged
    │   ├── ReaderMissing       scan.no-reader   tesseract or its Vietnamese is not on this machine
    │   └── PdfNotWritten       scan.not-written     the disk or the folder refuses
    ├── DeviceError             device.*     hardware that fails takes away its step, not the visit
    │   ├── CameraGone          device.camera
    │   ├── PrinterGone         device.printer
    │   ├── PaperOut            device.paper
    │   ├── ScannerError        device.scanner-error   a flatbed or feeder
    │   │   ├── ScannerGone         device.scanner
    │   │   ├── ScannerJammed       device.scanner-jam
    │   │   ├── ScannerEmpty        device.scanner-empty
    │   │   ├── ScannerOpen         device.scanner-open
    │   │   └── ScannerBusy         device.scanner-busy
    │   └── StickError          device.stick-error   a USB stick
    │       ├── StickGone           device.stick-gone        pulled, or another one in its place
    │       ├── StickFull           device.stick-full
    │       ├── StickReadOnly       device.stick-read-only
    │       ├── StickUntrue         device.stick-untrue      it does not keep what was written to it
    │       ├── StickFileTooLarge   device.stick-file-size
    │       └── StickFileOdd        device.stick-file        no such file, no plain file, no fit name
    ├── FormError               form.*       what was filed cannot be taken as it is
    │   ├── UnknownProcedure    form.unknown-procedure
    │   ├── ProcedureStands     form.procedure-stands   there is one of that code already
    │   ├── RulesEnded          form.rules-ended    read under its last rules, and filed no more
    │   ├── EditionLost         form.edition-lost    what a filing was made under is not here any more
    │   ├── FieldInvalid        form.invalid-field
    │   ├── SeemsFiled          form.seems-filed    it looks like a filing that is here already
    │   ├── SheetNotSet         form.sheet-not-set  an official sheet could not be laid out
    │   ├── DocumentMissing     form.missing-document
    │   └── FilingUnreadable    form.unreadable
    ├── StoreError              store.*      what must never be lost
    │   ├── DiskFull            store.disk-full
    │   ├── WrongStoreKey       store.wrong-key
    │   ├── KeyMissing          store.key-missing
    │   ├── StoreDamaged        store.damaged
    │   ├── StoreBusy           store.busy
    │   ├── StoreFailed         store.failed     the disk refuses: not mounted, read only, broken, not ours
    │   │   └── StoreClosed         store.closed     asked for after the end, by whoever came too late
    │   ├── StoreNewer          store.newer      what never arrived would go with the store that a backup replaces
    │   ├── UnknownCode         store.unknown-code
    │   ├── UnknownDocument     store.unknown-document
    │   ├── DocumentUnreadable  store.unreadable-document  it is here and whole, and opens as no PDF
    │   ├── AlreadyFiled        store.already-filed
    │   ├── StoreTooNew         store.too-new    a later version of the program has written here
    │   ├── StoreExists         store.exists     a restored store goes into an empty folder only
    │   ├── BackupUnreadable    store.backup     it is no backup, not whole, or not as it was written
    │   ├── NoRecoveryKey       store.no-recovery-key
    │   ├── WrongRecoveryKey    store.recovery-key
    │   ├── DataForbidden       store.forbidden  the data folder is another account's
    │   ├── KeyChipFailed       store.key-chip   the TPM is not there, or refuses: changed firmware, another machine
    │   │   └── KeyPinWrong     store.key-pin
    │   └── StillWaiting        store.still-waiting
    ├── StaffError              staff.*      who may sign in
    │   ├── SignInRefused       staff.refused    a wrong name, card or PIN: which of them is not said
    │   ├── AccountLocked       staff.locked     too many wrong ones
    │   ├── AccountIdle         staff.idle       not used for 45 days
    │   ├── AccountDisabled     staff.disabled
    │   ├── AccountExists       staff.exists
    │   ├── UnknownAccount      staff.unknown
    │   ├── WeakSecret          staff.weak
    │   ├── SessionLocked       staff.session-locked  nobody was at the desk for a while
    │   ├── SessionEnded        staff.session-ended
    │   ├── ActNotAllowed       staff.not-allowed    the role has no right to it
    │   ├── SetupRefused        staff.setup      the first account's code
    │   ├── StaffCardUnknown    staff.card-unknown   the card opens no account here
    │   ├── StaffCardUnproven   staff.card-unproven  its chip did not prove itself
    │   └── StaffCardOther      staff.card-other     a colleague's card lies there
    ├── CounterError            counter.*    what an officer does with a dossier
    │   ├── DossierHeld         counter.held     a colleague has it open
    │   ├── DossierChanged      counter.changed  it has moved on since it was opened
    │   ├── DossierSealed       counter.sealed
    │   ├── FieldLocked         counter.field-locked
    │   ├── ReasonMissing       counter.reason
    │   ├── NothingOwed         counter.nothing-owed
    │   ├── UnknownReceipt      counter.unknown-receipt
    │   ├── RefundTooHigh       counter.refund
    │   ├── CashMismatch        counter.mismatch the notes are not what the book says
    │   ├── CashShort           counter.short    less was given than is owed
    │   ├── CashOdd             counter.odd-sum  what was given is no money in use
    │   ├── CashNoChange        counter.no-change    no notes give back what is too much
    │   ├── CashUnlikely        counter.unlikely far more than is owed: a slip of the hand, or meant so
    │   ├── CashClockBack       counter.clock-back   the clock went back behind an open book
    │   ├── ForeignCode         counter.foreign-code what was scanned is no slip and no card
    │   ├── CashDayClosed       counter.day-closed
    │   ├── AppointmentDayOff   counter.day-off  nobody is at the office on the day that was named
    │   ├── SignatureMissing    counter.signature
    │   ├── ReviewAlone         counter.review-alone   it has legal effect, and was not opened
    │   ├── DayNotReady         counter.day-not-ready  a desk is open, or something waits for review
    │   ├── TakerMissing        counter.taker    who must fetch a result in person is not there
    │   └── PaperNotReady       counter.paper    a form lacks what it must say
    ├── HallError               hall.*       between an officer's computer and the kiosks of its hall
    │   ├── HallAway            hall.away        the kiosk does not answer; nothing was sent
    │   ├── HallUnsure          hall.unsure      the network went in the middle of an act
    │   ├── ActDoneBefore       hall.done-before     the kiosk started anew since
    │   ├── ActBroken           hall.broken-off      the kiosk ended in the middle of the act
    │   ├── HallVersion         hall.version
    │   ├── HallProtocol        hall.protocol    no request or answer of the contract
    │   ├── HallTooLarge        hall.too-large
    │   ├── HallBusy            hall.busy
    │   ├── HallBug             hall.bug         the kiosk met a bug of its own
    │   ├── HallNotOpen         hall.not-open
    │   ├── CounterRefused      hall.refused     revoked, another unit, past its end, or no counter at all
    │   │   └── CounterRevoked  hall.revoked     shut out at every kiosk of the commune
    │   ├── KioskUntrusted      hall.untrusted   who answers is not the kiosk of that name
    │   ├── CounterNotEnrolled  hall.not-enrolled
    │   ├── CounterKeyLocked    hall.passphrase
    │   ├── CounterCodeWrong    hall.code
    │   ├── UnknownCounter      hall.unknown-counter
    │   ├── HelpNotAsked        hall.help-not-asked  nobody in this visit called or agreed
    │   ├── HelpOver            hall.help-over       the visit has ended, or was given back
    │   ├── HelpTaken           hall.help-taken      a colleague helps there
    │   ├── OwnHandOnly         hall.own-hand        a consent, a signature: the person's own hand
    │   └── GlassMoved          hall.glass-moved     another page stands there than the one that was touched
    ├── TransitionError         queue.transition
    │   └── Claimed             queue.claimed    another process is sending it
    ├── LineError               line.*       the way to the portal
    │   ├── LineDown            line.down
    │   ├── NotThePortal        line.not-portal      captive portal, proxy, another host
    │   ├── PortalNotSet        portal.not-set       no portal is set up on this kiosk
    │   ├── PortalDown          portal.down
    │   ├── OfficeSilent        portal.office-silent
    │   ├── SessionRefused      portal.session
    │   ├── PortalUntrusted     portal.untrusted     another authority, another name
    │   │   ├── NotEnrolled             portal.not-enrolled
    │   │   ├── PortalCertificateOver   portal.certificate-over
    │   │   ├── OwnCertificateOver      portal.own-certificate-over
    │   │   ├── PortalClockOff          portal.clock-off    its date, which clock and floor here contradict
    │   │   ├── KioskRefused            portal.kiosk-refused    revoked, or of another authority
    │   │   └── EnrolmentUnusable       portal.enrolment
    │   ├── ItemRefused         portal.refused       this one item; it is parked
    │   ├── ItemFails           portal.item-fails    the portal serves others, and fails over this one
    │   ├── NumberTwice         portal.number-twice  a number that another dossier here holds
    │   ├── PortalSpokeOddly    portal.protocol      the right host, the wrong answer
    │   └── ActionRefused       portal.action        the sandbox's office cannot do this to that dossier
    ├── ReceiptError            receipt.*
    │   ├── ReceiptUnreadable   receipt.unreadable
    │   └── ReceiptForged       receipt.forged
    ├── CourierError            courier.*    the queue on a stick
    │   ├── CourierNotSet       courier.not-set      no portal's keys in the settings
    │   ├── StickEmpty          courier.empty
    │   ├── SealBroken          courier.seal         changed, forged, or for somebody else
    │   ├── UnknownKiosk        courier.unknown-kiosk
    │   └── AnswerStale         courier.stale        older than one that was applied
    └── UpdateError             update.*     a new catalogue or program; the last good one stays in force
        ├── UpdateMissing       update.none
        ├── UpdateRootMissing   update.no-root      nobody said whose updates count here
        ├── UpdateRefused       update.refused       not ours, older, mixed, cut
        ├── UpdateExpired       update.expired       or this clock is ahead
        └── UpdateUnusable      update.unusable      it does not load

``message`` and ``remedy`` are not here: they are words, in ``assets/words/LANGUAGE/errors.toml`` under the code.
"""

from __future__ import annotations

from kiosk.errors.base import KioskError as KioskError
from kiosk.errors.cards import *  # noqa: F403 - parts of the tree in rooms of their own
from kiosk.errors.counter import *  # noqa: F403
from kiosk.errors.courier import *  # noqa: F403
from kiosk.errors.devices import *  # noqa: F403
from kiosk.errors.form import *  # noqa: F403
from kiosk.errors.hall import *  # noqa: F403
from kiosk.errors.line import *  # noqa: F403
from kiosk.errors.maintenance import *  # noqa: F403
from kiosk.errors.scan import *  # noqa: F403
from kiosk.errors.staff import *  # noqa: F403
from kiosk.errors.store import *  # noqa: F403
from kiosk.errors.updates import *  # noqa: F403


class ConfigError(KioskError):
    code = "config.invalid"


class SettingInvalid(ConfigError):
    """``values``: ``where`` (file and line), ``key``, ``rule`` (words: ``config.rule.RULE``) and what fills them."""

    code = "config.entry"


class FileNotWritten(KioskError):
    """``values``: ``file`` that a person named, ``reason`` of the system."""

    code = "file.not-written"


class SettingElsewhere(ConfigError):
    """``values``: ``key``."""

    code = "config.elsewhere"


class NoSettingsBefore(ConfigError):
    code = "config.nothing-before"


class SandboxMissing(ConfigError):
    code = "sandbox.missing"


class ReceiptError(KioskError):
    code = "receipt.error"


class ReceiptUnreadable(ReceiptError):
    code = "receipt.unreadable"


class ReceiptForged(ReceiptError):
    code = "receipt.forged"
