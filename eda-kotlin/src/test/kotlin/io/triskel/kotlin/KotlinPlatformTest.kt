package io.triskel.kotlin

import io.triskel.codec.TypeRegistry
import io.triskel.decide.Decider
import io.triskel.event.StreamId
import io.triskel.memory.InMemoryPlatform
import io.triskel.projection.Projection
import io.triskel.saga.SagaStatus
import io.triskel.saga.Steps
import java.time.Duration
import java.util.Optional
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test

/** Data classes are events, commands, states of deciders, rows of views, entities and data of sagas. */
class KotlinPlatformTest {
    data class Moved(val owner: String, val cents: Int, val why: String?)

    data class Account(val owner: String?, val cents: Int)

    data class Reserve(val order: String)

    data class Reserved(val order: String, val place: String?)

    data class OutOfStock(val order: String)

    data class Fulfilment(val order: String, val place: String? = null)

    data class Product(val name: String, val note: String?)

    private val platform = InMemoryPlatform.of(
        "/test",
        TypeRegistry.builder()
            .add("bank.moved", 1, Moved::class.java)
            .add("stock.reserve", 1, Reserve::class.java)
            .add("stock.reserved", 1, Reserved::class.java)
            .add("stock.out", 1, OutOfStock::class.java)
            .add("catalogue.product", 1, Product::class.java)
            .build(),
    )
    private val ann = StreamId.of("account", "ann")

    @Test
    fun a_decider_keeps_snapshots_and_a_view_keeps_rows() {
        val view = accounts { account, moved -> Account(moved.owner, account.cents + moved.cents) }
        val pump = platform.subscribe(view)

        move(100)
        move(-30)
        pump.drain()

        assertThat(view.find(ann)).contains(Account("ann", 70))
        assertThat(view.query("owner", "ann", 10)).containsExactly(Account("ann", 70))
    }

    @Test
    fun a_comparison_of_generations_names_the_properties_that_differ() {
        val before = accounts { account, moved -> Account(moved.owner, account.cents + moved.cents) }
        move(100)
        platform.subscribe(before).drain()
        val after = platform.view(projection { account, moved -> Account(null, account.cents + moved.cents) })

        val rebuild = after.rebuild(platform.history()) {}
        rebuild.toEnd()

        assertThat(rebuild.compare(Optional.empty(), 10).members()).containsExactly("owner")
    }

    @Test
    fun a_saga_keeps_its_data() {
        val fulfilment = platform.saga(
            Steps.named("fulfilment", Fulfilment::class.java)
                .startedBy(Moved::class.java, Moved::owner) { Fulfilment(it.owner) }
                .step("reserve")
                .command("inventory") { Reserve(it.order) }
                .done(Reserved::class.java) { data, reserved -> data.copy(place = reserved.place) }
                .failed(OutOfStock::class.java).within(Duration.ofMinutes(1)).nothingToUndo()
                .build(),
        )
        val inventory = platform.participant("inventory").on(Reserve::class.java) { Reserved(it.order, "A7") }.build()
        val pump = platform.subscribe(fulfilment, inventory)

        platform.publish(Moved("42", 1, null), "42")
        pump.drain()

        assertThat(fulfilment.state("42").orElseThrow().data()).contains(Fulfilment("42", "A7"))
        assertThat(fulfilment.find("42").orElseThrow().status()).isEqualTo(SagaStatus.Ended(Steps.COMPLETED))
    }

    @Test
    fun a_replica_keeps_entities() {
        val products = platform.replica("products", Product::class.java)
        val pump = platform.subscribe(products)

        platform.entityPublisher(Product::class.java).changed("tea", 1, Product("tea", null))
        pump.drain()

        assertThat(products.find("tea")).contains(Product("tea", null))
    }

    @Test
    fun without_this_module_a_data_class_is_refused_with_the_name_of_the_module() {
        val alone = WithoutFinder(javaClass.classLoader)
        val refused = alone.loadClass(Registering::class.java.name).getDeclaredConstructor().newInstance() as Runnable

        assertThatThrownBy { refused.run() }
            .hasMessageContaining("depend on io.triskel:eda-kotlin, which reads data classes")
    }

    class Registering : Runnable {
        override fun run() {
            TypeRegistry.builder().add("bank.moved", 1, Moved::class.java).build()
        }
    }

    /** Loads Triskel again, as on a class path without this module. */
    private class WithoutFinder(parent: ClassLoader) : ClassLoader(parent) {
        override fun loadClass(name: String, resolve: Boolean): Class<*> {
            if (!name.startsWith("io.triskel.")) {
                return super.loadClass(name, resolve)
            }
            return findLoadedClass(name)
                ?: parent.getResourceAsStream(name.replace('.', '/') + ".class")!!.use { it.readBytes() }
                    .let { defineClass(name, it, 0, it.size) }
        }

        override fun getResources(name: String) =
            if (name.startsWith("META-INF/services/io.triskel.")) java.util.Collections.emptyEnumeration() else super.getResources(name)
    }

    private fun move(cents: Int) {
        val decider = Decider.of(Account(null, 0), { move: Moved, _: Account -> listOf(move) }) { account: Account, moved: Moved ->
            Account(moved.owner, account.cents + moved.cents)
        }
        platform.commands(decider).deciderName("account").snapshotEvery(1, Account::class.java).build()
            .handle(ann, "move $cents", Moved("ann", cents, null))
    }

    private fun accounts(evolve: (Account, Moved) -> Account) = platform.view(projection(evolve))

    private fun projection(evolve: (Account, Moved) -> Account) =
        Projection.of("accounts", Account::class.java, Moved::class.java, Account(null, 0), evolve)
            .indexedBy("owner") { it.owner ?: "nobody" }
}
