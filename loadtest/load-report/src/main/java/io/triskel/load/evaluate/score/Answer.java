package io.triskel.load.evaluate.score;

import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.size.plan.Range;
import java.util.Map;
import java.util.Optional;

/** The answer of one kind of evidence to a question, for all clouds. */
record Answer(Basis basis, Map<String, Range> scores, Map<String, Phrase> why, Optional<Phrase> note) {
    Scored to(Criterion criterion, double weight) {
        return new Scored(criterion, weight, basis, scores, why, note);
    }
}
