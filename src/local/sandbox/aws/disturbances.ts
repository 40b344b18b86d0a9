import type { DisturbanceKind } from './disturbance.ts';

/** An order that operations fail. Without an operation all of the service do, without a service all there are. */
export interface Disturbance {
  readonly kind: DisturbanceKind;
  readonly service?: string | undefined;
  readonly operation?: string | undefined;
}

/** The orders in force; of several that fit an operation the last one given holds. */
export class Disturbances {
  #orders: readonly Disturbance[] = [];

  add(order: Disturbance): void {
    this.#orders = [...this.#orders, order];
  }

  clear(): void {
    this.#orders = [];
  }

  get all(): readonly Disturbance[] {
    return this.#orders;
  }

  /** How an operation is to fail now. */
  of(service: string, operation: string): DisturbanceKind | undefined {
    return this.#orders.findLast(
      (order) => (order.service ?? service) === service && (order.operation ?? operation) === operation,
    )?.kind;
  }
}
