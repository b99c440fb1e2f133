package io.triskel.console;

import io.triskel.codec.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What needs a person, on every screen: stuck sagas, parked events, unpublished streams. */
record Need(ParkedLots lots, SagaWatch sagas, Duration every) implements Screen {
    @Override
    public List<Message> look() {
        JsonObject need = JsonObject.empty();
        List<JsonObject> notRead = new ArrayList<>();
        add(need, "stuck", sagas::need, notRead);
        add(need, "parked", lots::need, notRead);
        add(
                need,
                "outbox",
                () -> {
                    JsonObject outbox = sagas.outbox();
                    return JsonObject.empty()
                            .set("streams", outbox.integer("streams"))
                            .set("exact", outbox.bool("exact"));
                },
                notRead);
        return List.of(Message.state("need", need.setObjects("notRead", notRead)));
    }

    /** One port that fails does not hide the others. */
    private static void add(JsonObject need, String name, Supplier<JsonObject> part, List<JsonObject> notRead) {
        try {
            need.set(name, part.get());
        } catch (RuntimeException failed) {
            notRead.add(JsonObject.empty().set("what", name).set("why", Texts.firstLine(failed)));
        }
    }
}
