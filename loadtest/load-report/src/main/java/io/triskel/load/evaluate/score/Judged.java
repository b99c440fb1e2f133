package io.triskel.load.evaluate.score;

import io.triskel.load.evaluate.criteria.Confidence;
import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Judgement;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Scores from judgements, each with its width. An unverified source does not score. */
final class Judged {
    private Judged() {}

    /** {@return scores of the judgements on these clouds, if the criterion has judgements} */
    static Optional<Answer> answer(Criterion criterion, List<String> clouds) {
        Map<String, Range> scores = new TreeMap<>();
        Map<String, Phrase> why = new TreeMap<>();
        for (String cloud : clouds) {
            Judgement judged = criterion.judged().get(cloud);
            if (judged == null || judged.source().confidence() == Confidence.UNVERIFIED) {
                return Optional.empty();
            }
            scores.put(cloud, judged.range());
            why.put(cloud, judged.why());
        }
        return Optional.of(new Answer(Basis.JUDGED, scores, why, Optional.empty(), Optional.empty()));
    }
}
