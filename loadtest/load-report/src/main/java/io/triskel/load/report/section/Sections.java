package io.triskel.load.report.section;

import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** All sections, in the order of a report. A section without data is left out. */
public final class Sections {
    private static final List<Function<Material, Optional<Section>>> ALL = List.of(
            SideBySide::of,
            BaselineSection::of,
            LatencySection::of,
            TimeSection::of,
            StageSection::of,
            FunctionSection::of,
            OrderSection::of,
            ResponseSection::of,
            CapacitySection::of,
            CorrectnessSection::of,
            ErrorSection::of,
            CostSection::of,
            LimitSection::of,
            evaluated(GateSection::gates),
            evaluated((evaluation, words) -> Optional.of(EvaluationSection.withVerdict(evaluation, words))),
            evaluated(GateSection::choices),
            evaluated(SensitivitySection::of),
            evaluated(ReasonSection::of),
            evaluated(ReasonSection::notTaken),
            PublishedSection::of,
            RunSection::of);

    private Sections() {}

    /** {@return the sections of a load report} */
    public static List<Section> of(Material material) {
        return ALL.stream().flatMap(one -> one.apply(material).stream()).toList();
    }

    /** {@return the sections of an evaluation's own page} */
    public static List<Section> of(EvaluationFile evaluation, Words words) {
        return Stream.of(
                        GateSection.gates(evaluation, words),
                        Optional.of(EvaluationSection.of(evaluation, words)),
                        GateSection.choices(evaluation, words),
                        SensitivitySection.of(evaluation, words),
                        ReasonSection.of(evaluation, words),
                        ReasonSection.notTaken(evaluation, words))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Function<Material, Optional<Section>> evaluated(
            BiFunction<EvaluationFile, Words, Optional<Section>> section) {
        return material -> material.evaluation().flatMap(one -> section.apply(one, material.words()));
    }
}
