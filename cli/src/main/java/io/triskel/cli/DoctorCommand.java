package io.triskel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what is installed, what is missing for which command, and how to get it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Say what is installed, what is missing for which command, and how to get it.",
        synopsisHeading = "%nUsage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 nothing is missing for the commands there are, 1 something is."})
final class DoctorCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Machine machine;

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    DoctorCommand(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        List<Finding> findings = new Examination(machine).findings();
        boolean well = findings.stream().noneMatch(Finding::isAilment);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(asJson(findings, well)));
        } else {
            print(findings, well, out);
        }
        return well ? 0 : 1;
    }

    private void print(List<Finding> findings, boolean well, PrintWriter out) {
        out.printf(
                "Triskel %s in %s%n%n",
                TriskelVersion.number(), machine.installation().home());
        for (Finding finding : findings) {
            out.printf(
                    "  %-8s %-14s %-10s %s%n",
                    finding.found() ? "ok" : finding.required() ? "MISSING" : "absent",
                    finding.name(),
                    finding.version().orElse("-"),
                    finding.detail());
            if (!finding.found()) {
                out.printf("  %-8s needed for: %s%n", "", finding.neededFor());
                out.printf("  %-8s to get it:  %s%n", "", finding.howToGet());
            }
        }
        out.printf("%n%s%n", well ? "Nothing is missing." : "Something that a command needs is missing, see above.");
    }

    private ObjectNode asJson(List<Finding> findings, boolean well) {
        ObjectNode whole = JSON.createObjectNode();
        whole.put("triskel", TriskelVersion.number());
        whole.put("home", machine.installation().home().toString());
        whole.put("ok", well);
        var list = whole.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode one = list.addObject();
            one.put("name", finding.name());
            one.put("found", finding.found());
            finding.version().ifPresent(version -> one.put("version", version));
            one.put("detail", finding.detail());
            one.put("neededFor", finding.neededFor());
            one.put("required", finding.required());
            one.put("howToGet", finding.howToGet());
        }
        return whole;
    }
}
