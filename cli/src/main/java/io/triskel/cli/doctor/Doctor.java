package io.triskel.cli.doctor;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reports what is installed or missing, which commands need it, and how to get it. */
public final class Doctor {
    private final Machine machine;

    /** @param home Triskel's folder */
    public Doctor(Path home) {
        this(new Machine(home));
    }

    Doctor(Machine machine) {
        this.machine = machine;
    }

    /**
     * Examines the machine: the launcher starts this from its sources where {@code cli} is not built. Ends with 1 if something
     * is missing.
     *
     * @param arguments {@code doctor}, and {@code --json} for one JSON object
     */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Path home = Path.of(System.getenv().getOrDefault("TRISKEL_HOME", ""));
        boolean well = new Doctor(home).examine(List.of(arguments).contains("--json"), out);
        System.exit(well ? 0 : 1);
    }

    /**
     * Writes what the doctor found.
     *
     * @param json whether as one JSON object
     * @return whether nothing is missing that the commands without a local cloud need
     */
    public boolean examine(boolean json, PrintWriter out) {
        List<Finding> findings = new Examination(machine).findings();
        boolean well = findings.stream().noneMatch(Finding::isAilment);
        if (json) {
            out.println(asJson(findings, well));
        } else {
            print(findings, well, out);
        }
        out.flush();
        return well;
    }

    private void print(List<Finding> findings, boolean well, PrintWriter out) {
        out.printf(Locale.ROOT, "Triskel %s in %s%n%n", machine.version(), machine.home());
        for (Finding finding : findings) {
            String line = String.format(
                    Locale.ROOT,
                    "  %-8s %-14s %-10s %s",
                    finding.found() ? "ok" : finding.required() ? "MISSING" : "absent",
                    finding.name(),
                    finding.version().orElse("-"),
                    finding.detail());
            out.println(line.stripTrailing());
            if (!finding.found()) {
                out.printf("  %-8s needed for: %s%n", "", finding.neededFor());
                out.printf("  %-8s to get it:  %s%n", "", finding.howToGet());
            }
        }
        out.printf("%n%s%n", well ? "Nothing is missing." : "Something that a command needs is missing, see above.");
    }

    private String asJson(List<Finding> findings, boolean well) {
        return "{\"triskel\":" + text(machine.version()) + ",\"home\":"
                + text(machine.home().toString()) + ",\"ok\":" + well
                + ",\"findings\":["
                + findings.stream().map(Doctor::asJson).collect(Collectors.joining(",")) + "]}";
    }

    private static String asJson(Finding finding) {
        return "{\"name\":" + text(finding.name()) + ",\"found\":" + finding.found()
                + finding.version()
                        .map(version -> ",\"version\":" + text(version))
                        .orElse("")
                + ",\"detail\":" + text(finding.detail())
                + ",\"neededFor\":" + text(finding.neededFor())
                + ",\"required\":" + finding.required()
                + ",\"howToGet\":" + text(finding.howToGet()) + "}";
    }

    /** By hand: Jackson may not be there. */
    private static String text(String value) {
        return value.chars()
                .mapToObj(character -> character == '"' || character == '\\'
                        ? "\\" + (char) character
                        : character < ' '
                                ? String.format(Locale.ROOT, "\\u%04x", character)
                                : String.valueOf((char) character))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
