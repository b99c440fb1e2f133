package io.triskel.cli;

import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.cloud.EngineExport;
import io.triskel.load.cloud.HelpTexts;
import io.triskel.load.cloud.Started;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of {@code --help} about the clouds. */
record CloudTexts(Clouds clouds) {
    private static final int WIDTH = 80;
    private static final int WIDTH_OF_LOAD = 102;

    /** Where the text of an option in the footer of {@code load} begins. */
    private static final String INDENT = " ".repeat(18);

    /** {@return the texts, for {@code ${bundle:...}} in the descriptions of the commands} */
    HelpTexts forHelp() {
        return new HelpTexts(Map.of(
                "clouds", or(clouds.ids()),
                "demo.targets", demoTargets(),
                "demo.engine", demoEngine(),
                "up.clouds", clouds.all().stream().map(CloudTexts::up).collect(Collectors.joining("\n")),
                "load.clouds", loadClouds(),
                "load.targets", loadTargets(),
                "export.clouds", or(exported().map(CloudDescriptor::id).toList()),
                "export.engines", engines()));
    }

    private static String up(CloudDescriptor cloud) {
        Started started = cloud.started();
        return cloud.id() + ": " + started.services() + " on this machine"
                + (started.needsNode() ? " (needs Node.js). " : ". ") + started.opening();
    }

    private String demoTargets() {
        return Stream.of(
                        Optional.of("memory"),
                        phrase(cloud -> !cloud.started().needsNode(), " (on this machine)"),
                        phrase(cloud -> cloud.started().needsNode(), " (on this machine, with Node.js)"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; ", "", ". Default: memory"));
    }

    private String demoEngine() {
        return new Targets(clouds)
                .withLocalEngine().stream()
                        .map(cloud -> "with --target " + cloud.id() + " also engine ("
                                + cloud.engine().flatMap(EngineExport::local).orElseThrow()
                                + " orchestrates them by the exported process).")
                        .collect(Collectors.joining("\n"));
    }

    private String loadClouds() {
        long users = clouds.all().stream()
                .filter(cloud -> cloud.started().needsNode())
                .count();
        String need = users == 1 ? "needs" : users == 2 ? "both need" : "all need";
        return Stream.of(
                        phrase(cloud -> cloud.started().needsNode(), " (" + need + " Node.js)"),
                        phrase(cloud -> !cloud.started().needsNode(), ""))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", or ", "A file; or ", "."));
    }

    private String loadTargets() {
        String simulated = clouds.all().stream()
                .flatMap(cloud -> LoadTarget.simulated(cloud).stream())
                .map(LoadTarget::text)
                .collect(Collectors.joining(", "));
        return wrapped(
                "One or more of memory, " + String.join(", ", clouds.ids()) + ", " + simulated
                        + " (simulated) and noop (no bus: the tool's own cost), separated by commas.",
                WIDTH_OF_LOAD,
                INDENT);
    }

    private String engines() {
        return wrapped(
                exported()
                        .map(cloud -> cloud.engine().orElseThrow().written())
                        .collect(Collectors.joining(", ", "", ".")),
                WIDTH,
                "");
    }

    private Stream<CloudDescriptor> exported() {
        return clouds.all().stream().filter(cloud -> cloud.engine().isPresent());
    }

    private Optional<String> phrase(Predicate<CloudDescriptor> which, String said) {
        List<String> ids =
                clouds.all().stream().filter(which).map(CloudDescriptor::id).toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of(or(ids) + said);
    }

    /** {@return a, b or c} */
    static String or(List<String> names) {
        int last = names.size() - 1;
        return last < 1 ? String.join("", names) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    /** {@return the text in lines of at most this width, of which the first already has its indent} */
    private static String wrapped(String text, int width, String indent) {
        StringBuilder all = new StringBuilder();
        int column = indent.length();
        for (String word : text.split(" ", -1)) {
            if (column > indent.length() && column + 1 + word.length() > width) {
                all.append("%n").append(indent);
                column = indent.length();
            }
            all.append(column > indent.length() ? " " : "").append(word);
            column += word.length() + (column > indent.length() ? 1 : 0);
        }
        return all.toString();
    }
}
