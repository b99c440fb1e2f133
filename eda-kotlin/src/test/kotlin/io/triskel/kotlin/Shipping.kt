package io.triskel.kotlin.shipping

import io.triskel.codec.TypeRegistry
import io.triskel.event.WireName
import io.triskel.memory.InMemoryPlatform
import java.time.Duration
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking

data class Paid(val order: String, val cents: Int, val voucher: String?, val by: Method)

sealed interface Method {
    @WireName("card") data class Card(val last4: String) : Method
    @WireName("cash") data object Cash : Method
}

fun main() = runBlocking {
    val types = TypeRegistry.builder().add("orders.paid", 1, Paid::class.java).build()
    val platform = InMemoryPlatform.of("/orders", types)
    val shipping = platform.consumer("shipping")
        .on(Paid::class.java) { event, _ -> println("ship ${event.data()}") }
        .build()
    val pump = platform.subscribe(shipping)

    val paid = platform.events().of(Paid("order-42", 700, voucher = null, Method.Cash)).keyed("order-42")
    val report = platform.publisher().publish(listOf(paid), platform.`in`(Duration.ofSeconds(10))).await()
    println(report.complete())
    pump.drain()
    Unit
}
