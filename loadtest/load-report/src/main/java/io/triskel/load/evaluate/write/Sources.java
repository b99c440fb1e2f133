package io.triskel.load.evaluate.write;

import io.triskel.load.evaluate.criteria.Documented;
import io.triskel.load.evaluate.criteria.Judgement;
import io.triskel.load.evaluate.criteria.Source;
import io.triskel.load.evaluate.score.Scored;
import java.util.Optional;

/** Which source a score rests on. */
final class Sources {
    private Sources() {}

    /** {@return the source; empty for what was measured, computed or is missing} */
    static Optional<Source> of(Scored row, String cloud) {
        return switch (row.basis()) {
            case LIMITS ->
                Optional.ofNullable(row.criterion().limits().get(cloud)).map(Documented::source);
            case JUDGED ->
                Optional.ofNullable(row.criterion().judged().get(cloud)).map(Judgement::source);
            case MEASURED, COMPUTED, MISSING -> Optional.empty();
        };
    }
}
