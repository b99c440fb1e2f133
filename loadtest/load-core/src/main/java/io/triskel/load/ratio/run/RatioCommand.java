package io.triskel.load.ratio.run;

import io.triskel.load.ratio.Comparison;
import io.triskel.load.ratio.Figure;
import io.triskel.load.ratio.Outcome;
import io.triskel.load.ratio.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The command {@code ./triskel load CLOUD ratios}: what the adapter costs, each as a ratio to the SDK or to an empty function in the
 * same run.
 */
public final class RatioCommand {
    private static final int PUBLISHED = 160_000;
    private static final int CONSUMED = 100_000;
    private static final int THROUGH_INBOX = 1_000;

    private final Options options;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();

    private RatioCommand(Options options) {
        this.options = options;
    }

    /**
     * Runs the command.
     *
     * @param opener opens the target
     * @return the exit status: 1 if a goal is missed and {@code --strict} is given, 2 if it is called wrongly
     * @throws Exception if a measurement failed
     */
    public static int run(String[] arguments, Supplier<RatioTarget> opener) throws Exception {
        Optional<Options> options = Options.parse(List.of(arguments));
        if (options.isEmpty()) {
            System.err.println(Options.USAGE);
            return 2;
        }
        try (RatioTarget target = opener.get()) {
            return new RatioCommand(options.get()).run(target);
        }
    }

    private int run(RatioTarget target) throws Exception {
        if (options.asksFor("publish")) {
            measure(new PublishRatio(target.publish(), target.executor(), PUBLISHED).comparison());
        }
        if (options.asksFor("consume")) {
            try (ConsumeTarget reading = target.consume().get()) {
                ConsumeRatio consume = new ConsumeRatio(reading, CONSUMED);
                measure(consume.comparison());
                figures.add(consume.inboxCost(THROUGH_INBOX));
            }
        }
        if (options.asksFor("cold-start")) {
            try (ColdStarts starts = target.coldStarts().open()) {
                measure(starts.comparison());
            }
        }
        if (options.asksFor("package")) {
            weigh(target);
        }
        Report report = new Report(target.binding().environment(), outcomes, figures);
        System.out.println(report.markdown());
        if (options.json().isPresent()) {
            Files.writeString(options.json().orElseThrow(), report.json().toPrettyString() + "\n");
        }
        return options.strict() && !report.reachedAll() ? 1 : 0;
    }

    private void weigh(RatioTarget target) throws IOException {
        Optional<Path> built = target.packages().stream().filter(Files::exists).findFirst();
        if (built.isPresent()) {
            figures.add(new Figure(
                    "package",
                    Files.size(built.get()) / 1e6,
                    "MB",
                    "Size of " + built.get().getFileName() + "; " + target.packageGoal()));
        }
    }

    private void measure(Comparison comparison) throws Exception {
        System.err.println("measuring: " + comparison.name());
        outcomes.add(comparison.run(options.warmUps(), options.rounds()));
    }
}
