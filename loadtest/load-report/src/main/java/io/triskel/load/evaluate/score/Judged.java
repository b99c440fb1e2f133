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

    /**
     * {@return scores of the judgements on these clouds, if each has one that is true of its priced offer}
     *
     * @param offers names of the priced offers by cloud, as far as any are priced
     */
    static Optional<Answer> answer(Criterion criterion, List<String> clouds, Map<String, String> offers) {
        Map<String, Range> scores = new TreeMap<>();
        Map<String, Phrase> why = new TreeMap<>();
        for (String cloud : clouds) {
            Optional<Judgement> judged = criterion
                    .judgement(cloud, Optional.ofNullable(offers.get(cloud)))
                    .filter(one -> one.source().confidence() != Confidence.UNVERIFIED);
            if (judged.isEmpty()) {
                return Optional.empty();
            }
            scores.put(cloud, judged.get().range());
            why.put(cloud, judged.get().why());
        }
        return Optional.of(new Answer(Basis.JUDGED, scores, why, Optional.empty(), Optional.empty()));
    }
}
