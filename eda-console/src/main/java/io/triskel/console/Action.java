package io.triskel.console;

import io.triskel.codec.JsonObject;
import java.util.List;
import java.util.function.Supplier;

/** Something that a person does. It first checks whether it may be done, and changes nothing by that. */
interface Action {
    /**
     * Checks whether it may be done.
     *
     * @throws Refusal if it may not
     */
    Prepared prepare(Call call);

    /**
     * An action that may be done.
     *
     * @param on what it acts on, for people
     * @param places the lanes, instances or views, as the log remembers them
     * @param changes whether it changes anything
     */
    record Prepared(String on, List<String> places, boolean changes, Supplier<Done> run) {}

    /**
     * The result of an action.
     *
     * @param summary for the log
     */
    record Done(JsonObject answer, String summary) {}
}
