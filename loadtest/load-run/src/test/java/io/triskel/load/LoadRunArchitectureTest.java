package io.triskel.load;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class LoadRunArchitectureTest {
    private static final JavaClasses LOAD =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.triskel.load");

    @Test
    void the_generator_knows_no_adapter_no_stand_in_and_no_cloud() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.triskel.aws..",
                        "io.triskel.azure..",
                        "io.triskel.gcp..",
                        "io.triskel.local..",
                        "software.amazon..",
                        "com.azure..",
                        "com.google.."))
                .because("no class path ever holds two clouds: a target brings its own binding")
                .check(LOAD);
    }

    @Test
    void a_capacity_search_knows_nothing_of_what_sends_and_measures() {
        noClasses()
                .that()
                .resideInAPackage("io.triskel.load.capacity")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.triskel.load.run",
                        "io.triskel.load.path",
                        "io.triskel.load.measure",
                        "io.triskel.load.traffic",
                        "io.triskel.load.process"))
                .check(LOAD);
    }

    @Test
    void traffic_and_measurement_know_nothing_of_runs() {
        noClasses()
                .that()
                .resideInAnyPackage("io.triskel.load.traffic", "io.triskel.load.measure")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.triskel.load.run", "io.triskel.load.process"))
                .check(LOAD);
    }
}
