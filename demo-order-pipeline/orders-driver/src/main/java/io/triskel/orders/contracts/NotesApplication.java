package io.triskel.orders.contracts;

import io.triskel.codec.TypeRegistry;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.Decider;
import io.triskel.event.StreamId;
import io.triskel.hosting.Application;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.Route;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small application that is no part of the order pipeline, as somebody else's would be: notes, a list of them, and a reader that cannot read
 * a note before the file is there that it names. {@link ApplicationContract} packs it.
 */
public final class NotesApplication implements Application {
    private final String style;

    /** In the first style. */
    public NotesApplication() {
        this("plain");
    }

    private NotesApplication(String style) {
        this.style = style;
    }

    /** Takes a note. */
    public record Take(String note, String gate) {}

    /** A note was taken. */
    public record Taken(String note, String gate) {}

    /** A stream of one event. */
    public record Note(boolean taken) {}

    /** A note in the list. */
    public record Row(String note) {}

    private static final class Taking implements Decider<Take, Note, Taken> {
        @Override
        public Note initial() {
            return new Note(false);
        }

        @Override
        public List<Taken> decide(Take command, Note note) {
            return note.taken() ? List.of() : List.of(new Taken(command.note(), command.gate()));
        }

        @Override
        public Note evolve(Note note, Taken event) {
            return new Note(true);
        }
    }

    @Override
    public String name() {
        return "notes";
    }

    @Override
    public TypeRegistry types() {
        return TypeRegistry.builder().add("notes.taken", 1, Taken.class).build();
    }

    @Override
    public List<String> styles() {
        return List.of("plain", "loud");
    }

    @Override
    public Application styled(String named) {
        return new NotesApplication(named);
    }

    @Override
    public Hosted<?> on(Host host) {
        CommandHandler<Take, Note, Taken> notes =
                host.platform().commands(new Taking()).build();
        View<Row> list = host.platform()
                .view(Projection.of(
                        "notes", Row.class, Taken.class, new Row(""), (row, taken) -> new Row(taken.note())));
        var unused = host.platform()
                .consumer("reader")
                .retryThenPark(1)
                .on(Taken.class, (event, handling) -> read(event.data()))
                .build();
        return Hosted.of(
                host.platform(),
                List.of(
                        Route.of("POST", "/notes/{id}", (id, request, deadline) -> {
                            Take command = new Take(id, request.query().getOrDefault("gate", ""));
                            var unusedAnswer = notes.handle(StreamId.of("note", id), "take-" + id, command);
                            return json(201, "{\"note\":\"" + id + "\"}");
                        }),
                        Route.of(
                                "GET",
                                "/notes/{id}",
                                (id, request, deadline) -> list.find(StreamId.of("note", id))
                                        .map(row -> json(
                                                200, "{\"note\":\"" + row.note() + "\",\"style\":\"" + style + "\"}"))
                                        .orElseGet(() -> json(404, "{}")))));
    }

    private static void read(Taken taken) {
        if (!taken.gate().isEmpty() && !Files.exists(Path.of(taken.gate()))) {
            throw new IllegalStateException("the gate is closed");
        }
    }

    private static HttpAnswer json(int status, String body) {
        return HttpAnswer.of(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
}
