package io.triskel.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.triskel.consume.Settlement;
import io.triskel.decide.CommandResult;
import io.triskel.event.CheckReturnValue;
import io.triskel.event.Deadline;
import io.triskel.event.IdSource;
import io.triskel.publish.OrderedPublisher.AlarmClock;
import io.triskel.publish.PublishReport;
import io.triskel.store.EventAppender.AppendResult;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of docs/decisions and of the architecture that a compiler does not know; each is applied, and proved able to fail. */
final class CoreRules {
    private final String root;

    /** @param root the package that has {@code event}, {@code observe}, {@code memory} and {@code spi} below it */
    CoreRules(String root) {
        this.root = root;
    }

    Stream<ArchRule> all() {
        return Stream.of(
                onlyJdkJacksonAndJspecify(),
                noPackageCycles(),
                nobodySeesMemory(),
                onlyMemorySeesSpi(),
                eventStandsAlone(),
                observeTakesEventTypesOnly(),
                everyPackageIsNullMarked(),
                packagesAreNamedAfterThings(),
                noThreads(),
                staticFieldsAreFinal(),
                noStaticContainersOfState(),
                timeAndIdsAreInjected(),
                noStandardStreams(),
                nothingIsHalfImplemented(),
                resultsThatTellOfAFailureMustBeUsed());
    }

    /** Error Prone looks at the called method alone, so that each overriding one needs the annotation, too. */
    private static ArchRule resultsThatTellOfAFailureMustBeUsed() {
        return methods()
                .that()
                .arePublic()
                .and()
                .haveRawReturnType(assignableTo(PublishReport.class)
                        .or(assignableTo(CommandResult.class))
                        .or(assignableTo(AppendResult.class))
                        .or(assignableTo(Settlement.class)))
                .and(describe(
                        "do something", method -> !method.getRawParameterTypes().isEmpty()))
                .should()
                .beAnnotatedWith(CheckReturnValue.class)
                .as("results that tell of a failure must be used");
    }

    private ArchRule onlyJdkJacksonAndJspecify() {
        return classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        root + "..", "java..", "javax.crypto..", "com.fasterxml.jackson..", "org.jspecify.."))
                .because("the core has no cloud and no framework in it");
    }

    private ArchRule noPackageCycles() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    private ArchRule nobodySeesMemory() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".memory..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".memory.."))
                .because("memory implements the ports, and is one implementation among others");
    }

    private ArchRule onlyMemorySeesSpi() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(root + ".spi..", root + ".memory..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".spi.."))
                .because("spi is what adapters share, and memory is the core's own adapter");
    }

    private ArchRule eventStandsAlone() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".event..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAPackage(root + ".event.."))));
    }

    private ArchRule observeTakesEventTypesOnly() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".observe..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..")
                        .and(not(resideInAnyPackage(root + ".event..", root + ".observe.."))));
    }

    private ArchRule everyPackageIsNullMarked() {
        return classes().should(resideInANullMarkedPackage());
    }

    private ArchRule packagesAreNamedAfterThings() {
        return noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..impl..",
                        "..helper..",
                        "..helpers..",
                        "..dto..",
                        "..service..")
                .because("a package is named after a thing of the domain, never after a kind");
    }

    private ArchRule noThreads() {
        return noClasses()
                .should()
                .dependOnClassesThat(belongToAnyOf(
                        Timer.class, Executors.class, ForkJoinPool.class, ThreadLocalRandom.class, ThreadLocal.class))
                .orShould(callMethodWhere(startsWork()))
                .orShould()
                .callConstructorWhere(ownedBy(Thread.class))
                .orShould()
                .beAssignableTo(Thread.class)
                .because("a function is the host: whatever runs takes a limit and returns, on the caller's thread or"
                        + " executor");
    }

    private ArchRule staticFieldsAreFinal() {
        return fields().that().areStatic().should().beFinal().because("the core has no static mutable state");
    }

    private ArchRule noStaticContainersOfState() {
        return fields().that()
                .areStatic()
                .should()
                .notHaveRawType(
                        belongToAnyOf(AtomicInteger.class, AtomicLong.class, AtomicReference.class, LongAdder.class))
                .andShould()
                .notHaveRawType(assignableTo(Collection.class)
                        .or(assignableTo(Map.class))
                        .and(not(belongToAnyOf(Collection.class, Map.class, java.util.List.class, Set.class))))
                .because("the core has no static mutable state");
    }

    private ArchRule timeAndIdsAreInjected() {
        return noClasses()
                .that(not(belongToAnyOf(Deadline.class, IdSource.class)))
                .should(callMethodWhere(asksTheMachine()))
                .because("time comes from an InstantSource and ids from an IdSource, so that every test can be"
                        + " deterministic");
    }

    private ArchRule noStandardStreams() {
        return noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("a library does not print");
    }

    private ArchRule nothingIsHalfImplemented() {
        return noClasses()
                .should()
                .callConstructorWhere(ownedBy(UnsupportedOperationException.class))
                .because("what a type cannot do is not in its interface");
    }

    private static DescribedPredicate<JavaMethodCall> asksTheMachine() {
        Set<Class<?>> clocks = Set.of(
                Clock.class,
                Instant.class,
                LocalDate.class,
                LocalDateTime.class,
                OffsetDateTime.class,
                ZonedDateTime.class);
        return DescribedPredicate.describe("asks the machine for the time or an id", call -> {
            JavaClass owner = call.getTargetOwner();
            String name = call.getName();
            boolean now = clocks.stream().anyMatch(owner::isEquivalentTo)
                    && call.getTarget().getRawParameterTypes().isEmpty()
                    && (name.equals("now") || name.startsWith("system"));
            // How long something took (nanoTime) is no moment in time and decides nothing.
            boolean system = owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis");
            // A builder and a platform's settings may default to the system's clock; whoever wants another one says so
            // there.
            boolean source = owner.isEquivalentTo(InstantSource.class)
                    && name.equals("system")
                    && !call.getOriginOwner().getSimpleName().matches(".*Builder|Settings");
            boolean id = owner.isEquivalentTo(UUID.class) && name.equals("randomUUID");
            return now || system || source || id;
        });
    }

    private static DescribedPredicate<JavaMethodCall> startsWork() {
        return DescribedPredicate.describe("starts work on a thread nobody gave it, or sleeps", call -> {
            JavaClass owner = call.getTargetOwner();
            boolean commonPool = owner.isAssignableTo(CompletableFuture.class)
                    && call.getName().endsWith("Async")
                    && call.getTarget().getRawParameterTypes().stream()
                            .noneMatch(type -> type.isEquivalentTo(java.util.concurrent.Executor.class));
            boolean parallel =
                    call.getName().equals("parallelStream") || call.getName().equals("parallel");
            boolean timed = owner.isAssignableTo(CompletableFuture.class)
                    && Set.of("delayedExecutor", "completeOnTimeout", "orTimeout")
                            .contains(call.getName());
            boolean sleeps =
                    owner.isEquivalentTo(Thread.class) && call.getName().equals("sleep");
            // The one thing that no caller's thread can do: to end what a silent bus leaves open.
            boolean alarm = call.getOriginOwner().isEquivalentTo(AlarmClock.class);
            return (commonPool || timed || parallel || sleeps) && !alarm;
        });
    }

    private static DescribedPredicate<JavaCall<?>> ownedBy(Class<?> type) {
        return DescribedPredicate.describe(
                "is a constructor of " + type.getSimpleName(),
                call -> call.getTargetOwner().isEquivalentTo(type));
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                JavaPackage home = type.getPackage();
                boolean marked = home.tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isPresent();
                events.add(new SimpleConditionEvent(
                        type, marked, home.getName() + (marked ? " is" : " is not") + " @NullMarked in package-info"));
            }
        };
    }
}
