package io.triskel.load.study;

import io.triskel.load.evaluate.GateWords;
import io.triskel.load.evaluate.TreeWords;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.tree.DecisionTree;
import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The tables of evaluations: gates, scores and costs. Figures are placeholders, so that the annex has them. */
final class EvaluationTables {
    private EvaluationTables() {}

    static Block.Shown gates(StudyData data, Words words, String profile) {
        Evaluation evaluation = evaluation(data, profile);
        boolean english = words.language() == Language.ENGLISH;
        List<String> clouds = data.clouds().ids();
        List<String> heads = heads(data, words, english ? List.of("Gate", "Demand") : List.of("Filtre", "Exigence"));
        Rows rows = new Rows(0, heads);
        for (EvaluationFile.Gate gate : new GateWords(evaluation, words).gates()) {
            List<String> row = new ArrayList<>(List.of(gate.name(), gate.demand()));
            clouds.forEach(cloud -> row.add(Optional.ofNullable(gate.clouds().get(cloud))
                    .map(answer -> answer(answer, words))
                    .orElse(Words.ABSENT)));
            rows.add(row);
        }
        return Block.Shown.text(rows.toString());
    }

    static Block.Shown tree(StudyData data, Words words, String profile) {
        DecisionTree tree = DecisionTree.of(
                data.clouds(), data.criteria(), evaluation(data, profile).profile());
        return Block.Shown.text(new TreeWords(tree, words).markdown());
    }

    static Evaluation evaluation(StudyData data, String profile) {
        return data.evaluation(profile)
                .orElseThrow(() -> new IllegalArgumentException("unknown profile '" + profile + "'; known: "
                        + String.join(", ", data.evaluations().keySet())));
    }

    private static String answer(EvaluationFile.Answer answer, Words words) {
        boolean english = words.language() == Language.ENGLISH;
        String passes = answer.passes() ? (english ? "passes" : "passe") : english ? "**fails**" : "**échoue**";
        String why = answer.why().replaceFirst(" \\[[a-z0-9-]+]$", "");
        return why.isEmpty() ? passes : passes + words.language().colon() + why;
    }

    static Block.Shown scores(StudyData data, Words words, String none) {
        return scores(data, words, data.evaluations().keySet());
    }

    static Block.Shown scoresOf(StudyData data, Words words, String profile) {
        evaluation(data, profile);
        return scores(data, words, List.of(profile));
    }

    private static Block.Shown scores(StudyData data, Words words, Collection<String> profiles) {
        boolean english = words.language() == Language.ENGLISH;
        Rows rows = new Rows(
                data.clouds().ids().size(),
                heads(
                        data,
                        words,
                        english ? List.of("Profile", "Score out of ten") : List.of("Profil", "Note sur dix")));
        for (String profile : profiles) {
            rows.add(row(
                    data,
                    profile,
                    english
                            ? "scored criteria, {{scored." + profile + "}} of the weight"
                            : "critères notés, {{scored." + profile + "}} du poids",
                    "score",
                    ""));
            rows.add(row(
                    data,
                    profile,
                    english
                            ? "with missing criteria anywhere from zero to ten"
                            : "critères sans note comptés de zéro à dix",
                    "score",
                    ".missing"));
            rows.add(row(
                    data,
                    profile,
                    english
                            ? "how often it ranks first in random draws"
                            : "part des tirages aléatoires où il est premier",
                    "first",
                    ""));
        }
        return Block.Shown.text(rows.toString());
    }

    static Block.Shown costs(StudyData data, Words words, String none) {
        return costs(data, words, data.evaluations().keySet());
    }

    static Block.Shown costsOf(StudyData data, Words words, String profile) {
        evaluation(data, profile);
        return costs(data, words, List.of(profile));
    }

    private static Block.Shown costs(StudyData data, Words words, Collection<String> profiles) {
        boolean english = words.language() == Language.ENGLISH;
        Rows rows = new Rows(
                data.clouds().ids().size(),
                heads(data, words, english ? List.of("Profile", "Priced") : List.of("Profil", "Objet")));
        for (String profile : profiles) {
            rows.add(row(
                    data,
                    profile,
                    english ? "USD a month, list prices" : "USD par mois, prix publics",
                    "cost",
                    "|bare"));
            rows.add(row(
                    data,
                    profile,
                    english ? "cheapest offer that passes" : "offre la moins chère qui passe",
                    "offer",
                    ""));
        }
        return Block.Shown.text(rows.toString());
    }

    private static List<String> heads(StudyData data, Words words, List<String> first) {
        return Rows.join(first, data.clouds().ids().stream().map(words::target).toList());
    }

    private static List<String> row(StudyData data, String profile, String what, String kind, String ending) {
        List<String> row = new ArrayList<>(List.of(profile, what));
        data.clouds().ids().forEach(cloud -> {
            String id = kind + "." + profile + "." + cloud;
            row.add(data.figures().find(id).isPresent() ? "{{" + id + ending + "}}" : Words.ABSENT);
        });
        return row;
    }
}
