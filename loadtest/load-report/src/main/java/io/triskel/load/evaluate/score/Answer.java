package io.triskel.load.evaluate.score;

import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.size.plan.Range;
import java.util.Map;
import java.util.Optional;

/** The answer of one kind of evidence to a question, for all clouds. */
record Answer(
        Basis basis,
        Map<String, Range> scores,
        Map<String, Phrase> why,
        Optional<Phrase> note,
        Optional<Figures> figures) {
    /** {@return scores from figures, whose spans take part in the draws if they end} */
    static Answer of(Basis basis, Figures figures, Map<String, Phrase> why, Optional<Phrase> note) {
        return new Answer(
                basis, figures.scores(), why, note, Optional.of(figures).filter(Figures::hasEnds));
    }

    Scored to(Criterion criterion, double weight) {
        return new Scored(criterion, weight, basis, scores, why, note, figures);
    }
}
