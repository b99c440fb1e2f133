package io.triskel.benchmarks.ratio.run;

import io.triskel.benchmarks.ratio.Figure;
import io.triskel.benchmarks.ratio.RatioReport;
import io.triskel.benchmarks.ratio.RatioResult;
import io.triskel.benchmarks.ratio.RatioRun;
import io.triskel.load.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Runs comparisons as the options ask for, and reports them together. */
public final class Measuring {
    private final Options options;
    private final List<RatioResult> outcomes = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();

    public Measuring(Options options) {
        this.options = options;
    }

    /**
     * Measures, and reports on standard error what.
     *
     * @throws Exception what a side threw
     */
    public void measure(RatioRun comparison) throws Exception {
        System.err.println("measuring: " + comparison.name());
        outcomes.add(comparison.run(options.warmUps(), options.rounds()));
    }

    /** Adds a figure that is compared with nothing. */
    public void add(Figure figure) {
        figures.add(figure);
    }

    /**
     * Writes the table to standard output, and JSON to a file if one is asked for.
     *
     * @param candidate the heading of the figures that are divided by the baseline's
     * @return the exit status: 1 if a goal is missed and that is a failure
     */
    public int report(Environment environment, String candidate) throws IOException {
        RatioReport report = new RatioReport(environment, outcomes, figures);
        System.out.println(report.markdown(candidate));
        if (options.json().isPresent()) {
            Files.writeString(options.json().orElseThrow(), report.json().toPrettyString() + "\n");
        }
        return options.strict() && !report.reachedAll() ? 1 : 0;
    }
}
