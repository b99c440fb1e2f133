package io.triskel.cli;

import io.triskel.cli.doctor.Doctor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reports what is installed or missing, which commands need it, and how to get it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = TriskelVersion.class,
        header = "Check what is installed or missing, which commands need it, and how to get it.",
        description = "Needs only a JDK, so it also runs if Triskel cannot be built.",
        synopsisHeading = "%nUsage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit codes: 0 nothing required is missing, 1 something required is missing."})
final class DoctorCommand implements Callable<Integer> {
    private final Doctor doctor;

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    DoctorCommand(Installation installation) {
        doctor = new Doctor(installation.home());
    }

    @Override
    public Integer call() {
        return doctor.examine(json, spec.commandLine().getOut()) ? 0 : 1;
    }
}
