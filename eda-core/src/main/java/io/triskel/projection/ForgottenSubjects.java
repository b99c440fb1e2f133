package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.event.DerivedId;
import io.triskel.event.Page;
import io.triskel.projection.ReadModel.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The forgotten subjects. They are kept for ever, because a rebuild's history may contain a subject again, and an event may
 * be in flight. An eraser first writes the subject here and then looks for its rows; a handler first writes a row and then
 * looks here for its subject. So at least one of them sees the other's write.
 */
final class ForgottenSubjects {
    private final String table;
    private final ReadModel readModel;
    private final RowWriter<Forgotten> writer;

    ForgottenSubjects(Projection<?> projection, ReadModel readModel, StateCodec codec) {
        this.table = ProjectionTables.forgotten(projection);
        this.readModel = readModel;
        this.writer = new RowWriter<>(readModel, codec.stored(Forgotten.class).ignoringUnknown());
    }

    /** A stored forgotten subject. */
    record Forgotten(String subject) {}

    void add(String subject) {
        String id = DerivedId.of(subject);
        writer.change(
                table,
                id,
                there -> there.isPresent()
                        ? Optional.empty()
                        : Optional.of(writer.next(there, id, 0, Optional.of(new Forgotten(subject)), Map.of())));
    }

    boolean has(String subject) {
        return readModel.get(table, DerivedId.of(subject)).isPresent();
    }

    Page<String> page(Optional<String> after, int limit) {
        Page<Row> page = readModel.page(table, after, limit);
        List<String> subjects = page.items().stream()
                .flatMap(row -> writer.decode(Optional.of(row)).stream())
                .map(Forgotten::subject)
                .toList();
        return new Page<>(subjects, page.next());
    }
}
