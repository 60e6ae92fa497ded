/** What can be done to custom objects, their records and their associations by hand. */

import {
  addObjectRecord,
  associate,
  createObject,
  deleteObject,
  deleteObjectRecord,
  describeObject,
  dissociate,
  editObjectRecord,
} from '../services/custom-objects.js';
import { findRecord } from './find-record.js';
import type { Verb } from './verb.js';

/** Custom objects. */
export const objectVerbs: readonly Verb[] = [
  {
    name: 'add-object',
    takes: '<key> <singular> <plural>',
    summary: 'a custom object, e.g. add-object insurers Insurer Insurers',
    act: (change, [key = '', singular = '', plural = '']) => {
      createObject(change, { key, singular, plural, description: '' });
    },
  },
  {
    name: 'describe-object',
    takes: '<object> <text>',
    summary: 'what it is for',
    act: (change, [word = '', text = '']) => {
      describeObject(change, findRecord(change, 'object', word), text);
    },
  },
  {
    name: 'delete-object',
    takes: '<object>',
    summary: 'with its records, for good',
    act: (change, [word = '']) => deleteObject(change, findRecord(change, 'object', word)),
  },
  {
    name: 'add-record',
    takes: '<object> <name>',
    summary: 'a record of a custom object',
    act: (change, [word = '', name = '']) => {
      addObjectRecord(change, findRecord(change, 'object', word), name, {});
    },
  },
  {
    name: 'edit-record',
    takes: '<record> <property> <value>',
    summary: 'one of its properties',
    act: (change, [word = '', property = '', value = '']) => {
      editObjectRecord(change, findRecord(change, 'objectRecord', word), { [property]: value });
    },
  },
  {
    name: 'delete-record',
    takes: '<record>',
    summary: 'for good',
    act: (change, [word = '']) => deleteObjectRecord(change, findRecord(change, 'objectRecord', word)),
  },
  {
    name: 'associate',
    takes: '<record> <contact>',
    summary: 'ties a record to a contact',
    act: (change, [word = '', person = '']) => {
      const contact = findRecord(change, 'contact', person);
      associate(change, findRecord(change, 'objectRecord', word), contact);
    },
  },
  {
    name: 'dissociate',
    takes: '<association>',
    summary: 'unties them',
    act: (change, [word = '']) => dissociate(change, findRecord(change, 'association', word)),
  },
];
