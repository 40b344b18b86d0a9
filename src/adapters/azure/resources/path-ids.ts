/** A tuple with one text for each `{}` of a path's pattern: `apis/{}/operations/{}` gives two. */
export type IdsOf<Pattern extends string> = Pattern extends `${string}{}${infer Rest}` ? [string, ...IdsOf<Rest>] : [];

/** The ids before the last one: those that a collection stands below. */
export type ParentsOf<Ids extends readonly string[]> = Ids extends readonly [...infer Parents extends string[], string]
  ? Parents
  : [];

/** Every operation of the SDK takes these first, the ids in the order of the path. */
export type Arguments<Ids extends readonly string[]> = [resourceGroup: string, service: string, ...ids: Ids];
