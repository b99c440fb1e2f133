package io.triskel.load.report.section;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All sections, in the order of a report. One whose data is not there is left out. */
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
            EvaluationSection::of,
            PublishedSection::of,
            RunSection::of);

    private Sections() {}

    /** {@return what there is to say} */
    public static List<Section> of(Material material) {
        return ALL.stream().flatMap(one -> one.apply(material).stream()).toList();
    }
}
