package io.triskel.projection;

import io.triskel.codec.StateCodec;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps a projection's {@link Generations} in a row of the read model itself. */
final class GenerationStore {
    private final String projection;
    private final ReadModel readModel;
    private final RowWriter writer;

    GenerationStore(String projection, ReadModel readModel, StateCodec codec) {
        this.projection = projection;
        this.readModel = readModel;
        this.writer = new RowWriter(readModel, codec);
    }

    Generations load() {
        return decode(readModel.get(Tables.GENERATIONS, projection));
    }

    Generations change(UnaryOperator<Generations> change) {
        Generations[] changed = new Generations[1];
        writer.change(Tables.GENERATIONS, projection, old -> {
            changed[0] = change.apply(decode(old));
            return Optional.of(writer.next(old, projection, 0, Optional.of(changed[0]), Map.of()));
        });
        return changed[0];
    }

    private Generations decode(Optional<Row> row) {
        return writer.decode(row, Generations.class).orElseGet(Generations::initial);
    }
}
