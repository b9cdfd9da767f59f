"""The resident's screens, one module each. They render and emit; no device, store, network or file is behind them.

Every screen: ``Name(look, strings)``; ``step`` (domain.visit.Step), ``title()``, ``footer`` (FooterSpec), ``moved(Move)``,
``retranslate()``, ``wipe()`` (forgets everything personal). The base emits ``moved(BACK)`` when Back is pressed. The view
models are in ``views``. ``Shell`` is in ``kiosk.ui.shell``::

    Shell(look, strings, office)   show_screen(screen, forward); set_way(Way | None); overlay(widget | None)
                                   languageAsked, textSizeAsked, officerAsked, touched
                                   set_officer_called(bool): lights the bell

    StartScreen(.., office)        set_online(bool); begin, languageChosen(str), textSizeAsked, officerAsked
    ConsentScreen                  reset(); agreed(dict[str, bool]) once every purpose is answered
    IdentifyScreen                 set_stage(1 | 2); set_frame(QImage | None); set_camera(bool): without one it asks for digits
                                   canTyped(str), withoutCard
    ReadingScreen                  begin(); set_progress(ReadProgress); stopAsked (Dừng lại; emits no move)
    TroubleScreen                  show_error(code, message, remedy); again, typeDigits, withoutCard, officerAsked
    HelloScreen                    show_identity(Identity, QImage | None); confirmed, notMe
    ChooseScreen                   greet(name: str, offered: Mapping[life_event, code]); chosen(code), mine, officerAsked
    NeedsScreen                    show_needs(Procedure, Sequence[NeedView]); ready
    FormScreen                     show_page(Page, Sequence[FieldView], values, problems, Sequence[Known])
                                   refresh(Sequence[FieldView], values, problems): after an answer, without starting anew
                                   answered(key, value, "typed" | "chosen"), nextAsked, backAsked
                                   what was typed is answered before nextAsked and backAsked
    CaptureScreen                  begin(name: Text, page: int, papers: int, paper: int); set_preview(Preview); no_page()
                                   shootAsked, skipAsked (bring the paper later; shown with set_can_skip(True))
                                   broken(message, remedy): the camera is gone; continueAsked
    ConfirmScreen                  show_page(name: Text, Frame, number); used, again, addAsked
    RetakeScreen                   show_shot(Shot); again, keepAsked
    ReviewScreen                   show_cards(Sequence[ReviewCard], oath: Text); edit(section), editPaper(document), fileAsked
                                   show_problem(message, remedy) when filing failed; clear_problem()
    FilingScreen                   say(key): filing.KEY, one of documents, receipt
    ReceivedScreen                 show_received(ReceivedView); set_sync(Sync, official); set_printing(PrintState)
                                   printAsked, finishAsked, mine
    TrackScreen                    show_list(Sequence[DossierView]); show_one(DossierView); opened(code), officerAsked;
                                   Back within one dossier returns to the list, then emits BACK

    Overlays (given to Shell.overlay): IdleOverlay(.., seconds): stayed, left;  OfficerCalledOverlay: closed
    LanguageOverlay: chosen(str), closed;  TextSizeOverlay: sizeChosen(int), themeChosen(str), closed
    LeaveOverlay: left, stayed;  OfficerOnlyOverlay(.., title: Text): officerAsked, closed
"""
