package io.triskel.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class CliArchitectureTest {
    private static final DescribedPredicate<JavaClass> JDK =
            resideInAnyPackage("java..", "javax..", "com.sun.net.httpserver..", "org.w3c.dom..", "org.xml.sax..");

    private static final JavaClasses CLI =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.triskel.cli");

    @Test
    void the_command_line_knows_no_core_no_adapter_and_no_target() {
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(resideInAnyPackage(
                        "io.triskel.cli..",
                        // Descriptors of clouds, a workload's file, the records of results and workers' ledgers; none
                        // knows a
                        // target.
                        "io.triskel.load.cloud..",
                        "io.triskel.load.ledger..",
                        "io.triskel.load.result..",
                        "io.triskel.load.workload..",
                        "io.triskel.load.yaml..",
                        "picocli..",
                        "com.fasterxml.jackson..",
                        "org.jspecify..")))
                .because("no class path ever holds two clouds: each target is a process of its own")
                .check(CLI);
    }

    @Test
    void what_the_launcher_runs_from_its_source_needs_nothing_but_the_jdk() {
        classes()
                .that()
                .resideInAnyPackage("io.triskel.cli.build..", "io.triskel.cli.doctor..")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .onlyDependOnClassesThat(
                        JDK.or(resideInAnyPackage("io.triskel.cli.build..", "io.triskel.cli.doctor..")))
                .because("they build cli, and say what is wrong where that fails")
                .check(CLI);
    }
}
