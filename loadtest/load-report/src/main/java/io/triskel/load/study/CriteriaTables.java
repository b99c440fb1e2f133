package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.criteria.Requirement;
import io.triskel.load.evaluate.criteria.Ruling;
import io.triskel.load.evaluate.score.Basis;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.Scored;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The tables of criteria with their weights, and of requirements with their rulings. */
final class CriteriaTables {
    private CriteriaTables() {}

    static Block.Shown criteria(StudyData data, Words words, String none) {
        Language language = words.language();
        boolean english = language == Language.ENGLISH;
        List<String> heads = new ArrayList<>(
                english
                        ? List.of("Criterion", "Question", "Scored today")
                        : List.of("Critère", "Question", "Noté aujourd’hui"));
        heads.addAll(data.evaluations().keySet());
        Rows rows = new Rows(data.evaluations().size(), heads);
        for (Criterion one : data.criteria().all()) {
            List<String> row = new ArrayList<>(
                    List.of(one.name().in(language), one.question().in(language), basis(data, one, english)));
            data.evaluations()
                    .values()
                    .forEach(evaluation ->
                            row.add(words.weight(evaluation.profile().weight(one))));
            rows.add(row);
        }
        return Block.Shown.text(rows.toString());
    }

    private static String basis(StudyData data, Criterion criterion, boolean english) {
        Basis basis = data.evaluations().values().stream()
                .map(Evaluation::rows)
                .flatMap(List::stream)
                .filter(row -> row.criterion().equals(criterion))
                .map(Scored::basis)
                .min(Basis::compareTo)
                .orElse(Basis.MISSING);
        return switch (basis) {
            case MEASURED -> english ? "measured" : "mesuré";
            case COMPUTED -> english ? "computed" : "calculé";
            case JUDGED -> english ? "judged" : "jugé";
            case MISSING -> english ? "no" : "non";
        };
    }

    static Block.Shown requirements(StudyData data, Words words, String none) {
        Language language = words.language();
        boolean english = language == Language.ENGLISH;
        List<String> clouds = data.clouds().ids();
        List<String> heads =
                new ArrayList<>(english ? List.of("Requirement", "Profile") : List.of("Exigence", "Profil"));
        clouds.forEach(cloud -> heads.add(words.target(cloud)));
        Rows rows = new Rows(0, heads);
        for (Requirement one : data.criteria().requirements()) {
            List<String> row = new ArrayList<>();
            row.add("**" + one.name().in(language) + "** " + one.question().in(language));
            row.add(data.evaluations().values().stream()
                    .map(Evaluation::profile)
                    .filter(profile -> profile.requires().contains(one))
                    .map(Profile::name)
                    .collect(Collectors.joining(", ")));
            clouds.forEach(
                    cloud -> row.add(ruling(Objects.requireNonNull(one.rulings().get(cloud)), language)));
            rows.add(row);
        }
        return Block.Shown.text(rows.toString());
    }

    private static String ruling(Ruling of, Language language) {
        boolean english = language == Language.ENGLISH;
        String answer = of.passes() ? (english ? "yes" : "oui") : english ? "no" : "non";
        return answer + language.colon() + of.why().in(language);
    }
}
