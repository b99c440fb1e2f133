package io.triskel.benchmarks.ratio.run;

import io.triskel.benchmarks.ratio.Figure;
import io.triskel.local.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final List<String> NAMES = List.of("publish", "consume", "cold-start", "package");

    private final Options options;
    private final Measuring measuring;

    private RatioCommand(Options options) {
        this.options = options;
        this.measuring = new Measuring(options);
    }

    /**
     * Runs the command.
     *
     * @param opener opens the target
     * @return the exit status: 1 if a goal is missed and {@code --strict} is given, 2 if it is called wrongly
     * @throws Exception if a measurement failed
     */
    public static int run(String[] arguments, Supplier<RatioTarget> opener) throws Exception {
        Optional<Options> options = Options.parse(List.of(arguments), NAMES);
        if (options.isEmpty()) {
            System.err.println(Options.usage("./triskel load CLOUD ratios", NAMES));
            return 2;
        }
        try (RatioTarget target = opener.get()) {
            return new RatioCommand(options.get()).run(target);
        }
    }

    private int run(RatioTarget target) throws Exception {
        if (options.asksFor("publish")) {
            measuring.measure(new PublishRatio(target.publish(), target.executor(), PUBLISHED).comparison());
        }
        if (options.asksFor("consume")) {
            try (ConsumeTarget reading = target.consume().get()) {
                ConsumeRatio consume = new ConsumeRatio(reading, CONSUMED);
                measuring.measure(consume.comparison());
                measuring.add(consume.inboxCost(THROUGH_INBOX));
            }
        }
        if (options.asksFor("cold-start")) {
            coldStarts(target.coldStarts());
        }
        if (options.asksFor("package")) {
            weigh(target);
        }
        return measuring.report(target.binding().environment(), "ours");
    }

    private void coldStarts(RatioTarget.Opener opener) throws Exception {
        Path folder = WorkFolder.create("triskel-ratios-");
        try (ColdStarts starts = opener.open(folder)) {
            measuring.measure(starts.comparison());
        } finally {
            WorkFolder.remove(folder);
        }
    }

    private void weigh(RatioTarget target) throws IOException {
        Optional<Path> built = target.packages().stream().filter(Files::exists).findFirst();
        if (built.isPresent()) {
            measuring.add(new Figure(
                    "package",
                    Files.size(built.get()) / 1e6,
                    "MB",
                    "Size of " + built.get().getFileName() + "; " + target.packageGoal()));
        }
    }
}
