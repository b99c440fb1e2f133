package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.projection.ReadModel.Row;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Stores a projection's {@link Generations} in a row of the read model. */
final class GenerationStore {
    private final String projection;
    private final ReadModel readModel;
    private final RowWriter<Generations> writer;

    GenerationStore(String projection, ReadModel readModel, StateCodec codec) {
        this.projection = projection;
        this.readModel = readModel;
        this.writer = new RowWriter<>(readModel, codec.stored(Generations.class).ignoringUnknown());
    }

    Generations load() {
        return decode(readModel.get(ProjectionTables.GENERATIONS, projection));
    }

    /** {@return the changed generations; a change without effect is not written} */
    Generations change(UnaryOperator<Generations> change) {
        RowWriter.Changed row = writer.change(ProjectionTables.GENERATIONS, projection, old -> {
            Generations there = decode(old);
            return Optional.of(change.apply(there))
                    .filter(changed -> !changed.equals(there))
                    .map(changed -> writer.next(old, projection, 0, Optional.of(changed), Map.of()));
        });
        return decode(row.after().or(row::before));
    }

    private Generations decode(Optional<Row> row) {
        return writer.decode(row).orElseGet(Generations::initial);
    }
}
