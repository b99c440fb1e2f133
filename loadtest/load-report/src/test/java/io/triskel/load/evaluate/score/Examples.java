package io.triskel.load.evaluate.score;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.size.plan.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluations that tests invent. */
public final class Examples {
    private static final Phrase SOME = new Phrase("some", "quelque");

    private Examples() {}

    public static Criterion criterion(String id, double weight) {
        return new Criterion(
                id,
                weight,
                new Phrase(id, id),
                SOME,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                new Phrase("nobody looked", "personne n’a regardé"));
    }

    public static Scored scored(String id, Basis basis, double weight, double aws, double azure, double gcp) {
        Map<String, Range> scores =
                Map.of("aws", Range.exactly(aws), "azure", Range.exactly(azure), "gcp", Range.exactly(gcp));
        return new Scored(
                criterion(id, weight),
                weight,
                basis,
                scores,
                Clouds.installed().each(cloud -> SOME),
                Optional.of(SOME));
    }

    public static Scored missing(String id, double weight) {
        Criterion criterion = criterion(id, weight);
        return new Scored(criterion, weight, Basis.MISSING, Map.of(), Map.of(), Optional.of(criterion.missing()));
    }

    public static Evaluation evaluation(Scored... rows) {
        return new Evaluation(Clouds.installed(), Profile.none(), "eu", 0.8, List.of(), "-", List.of(rows), List.of());
    }

    /** {@return the same with another weight of one row} */
    static Evaluation with(Evaluation evaluation, int index, double weight) {
        List<Scored> rows = new ArrayList<>(evaluation.rows());
        Scored row = rows.get(index);
        rows.set(index, new Scored(row.criterion(), weight, row.basis(), row.scores(), row.why(), row.note()));
        return new Evaluation(
                evaluation.clouds(),
                evaluation.profile(),
                evaluation.region(),
                evaluation.least(),
                List.of(),
                "-",
                rows,
                List.of());
    }
}
