package io.triskel.load.study;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Criteria;
import io.triskel.load.evaluate.criteria.CriteriaFile;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.criteria.ProfileFile;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.fact.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that chapters are filled with.
 *
 * @param evaluations of the shipped profiles, by their names
 */
record StudyData(Clouds clouds, Criteria criteria, Map<String, Evaluation> evaluations, FigureBook figures) {
    static final List<String> PROFILES = List.of("iot-fleet", "bank-orders");

    /**
     * {@return what Triskel's folder has}
     *
     * @throws io.triskel.load.yaml.InputException if a file in it is missing or wrong
     */
    static StudyData read(Path home, Clouds clouds) throws IOException {
        Path evaluation = home.resolve("evaluation");
        Criteria criteria = CriteriaFile.read(evaluation.resolve("criteria.yaml"), clouds);
        Units units = Units.read(home.resolve("study/units.yaml"));
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        Map<String, Figure> computed = new LinkedHashMap<>(WorkflowEngines.of(clouds, units));
        for (String name : PROFILES) {
            Profile profile = ProfileFile.read(evaluation.resolve("profiles").resolve(name + ".yaml"), criteria);
            Evaluation one = Evaluation.of(clouds, criteria, profile, List.of(), Optional.empty());
            evaluations.put(name, one);
            computed.putAll(Computed.of(one, units));
        }
        return new StudyData(
                clouds,
                criteria,
                Collections.unmodifiableMap(evaluations),
                new FigureBook(
                        declared(home.resolve("study/figures"), units),
                        computed,
                        ListPrices.of(home, clouds, List.copyOf(evaluations.values()), units),
                        Facts.documented(),
                        units));
    }

    private static List<Declared> declared(Path folder, Units units) throws IOException {
        List<Declared> declared = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return declared;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                declared.addAll(Declared.read(file, units));
            }
        }
        return declared;
    }

    /** {@return the evaluation of a profile} */
    Optional<Evaluation> evaluation(String profile) {
        return Optional.ofNullable(evaluations.get(profile));
    }
}
